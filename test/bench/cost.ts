/** What one tomato costs on the platform: PartyKit's own facade on workerd (test/harness/platform.ts), with counters. */
import { rmSync } from "node:fs";
import { HEARTBEAT } from "../../party/shared/heartbeat";
import { enter, inState } from "../harness/client";
import type { Client } from "../harness/client";
import { PushService } from "../harness/fakes/push-service";
import { postAction, sendRequest } from "../harness/http";
import { startPlatform } from "../harness/platform";
import type { Platform } from "../harness/platform";
import { subscribe } from "../harness/push";
import { temporaryFolder } from "../harness/paths";
import { delay } from "../harness/wait";
import type { Counts } from "./counting-facade";
import { bundle, bundleRoom, newVapidKeys } from "./deployment";
import { printTable } from "./report";

/** A tomato: a press, work, its ring, a press, a break, its ring; lengths in minutes. */
const [WORK_MIN, BREAK_MIN] = [25, 5];
/** A room is unloaded this long after its last event, in ms. */
const UNLOAD_MS = 10_000;
/** The length of a period here, in s: the room is unloaded in it, so that it is woken as often as in a long one. */
const PERIOD_S = 14;
/** How long a ring goes unanswered, in ms: pushes are on their way meanwhile. */
const RING_MS = 3000;
/** How often a visible page sends a heartbeat (src/room/socket.ts), in ms; a hidden one does so once a minute. */
const HEARTBEAT_MS = 2000;
/** How many round trips a page makes for its clock after connecting (src/room/clock.ts). */
const ROUND_TRIPS = 4;
/** After a ring in a real tomato, a visible page makes one more with its next heartbeat: after this time, in ms. */
const AFTER_RING_MS = 2500;

/** A way to use a room for one tomato. */
interface Usage {
  readonly what: string;
  readonly room: string;
  readonly use: (platform: Platform, room: string) => Promise<void>;
}
const USAGES: readonly Usage[] = [
  { what: "a script over HTTP, nobody connected", room: "by-http", use: useHttp },
  { what: "a script's socket", room: "script", use: useSocket },
  { what: "the same, with one phone's notifications", room: "phone", use: useSocket },
  { what: "a page that is hidden all of the time", room: "hidden", use: usePage(false) },
  { what: "a page that is visible all of the time", room: "visible", use: usePage(true) },
];

/** Prints a table by the way in which the room is used. */
export async function benchCost(): Promise<void> {
  const folder = temporaryFolder();
  const keys = newVapidKeys();
  const service = await PushService.start(() => keys.VAPID_PUBLIC_KEY);
  const around = await bundle("test/bench/counting-facade.ts", ["facade.js"]);
  const deployment = await bundleRoom({ ...keys, PUSH_ORIGINS: service.origin });
  const platform = await startPlatform(deployment, "http://127.0.0.1:1", folder, around);
  try {
    for (const { room } of USAGES) {
      const periods = { work_duration: PERIOD_S, break_duration: PERIOD_S };
      await postAction(platform, room, { action: "setup", ...periods });
    }
    await subscribe(platform, "phone", service.newDevice());
    await delay(UNLOAD_MS + 2000); // the set-up itself is not counted
    const before = await readCounts(platform);
    await Promise.all(USAGES.map(({ room, use }) => use(platform, room)));
    const after = await readCounts(platform);
    printTable(
      [
        `one tomato (${WORK_MIN} + ${BREAK_MIN} minutes), pressed by`,
        "requests",
        "messages to the room",
        "alarms",
        "rows written",
        "pushes",
        "seconds awake",
      ],
      USAGES.map((usage) => {
        const pushes = usage.room === "phone" ? service.received.length : 0;
        return rowOf(usage, countsIn(before, usage), countsIn(after, usage), pushes);
      }),
      1,
    );
    console.log(`The biggest row has ${Math.max(...after.map(({ bytes }) => bytes))} bytes as JSON.\n`);
  } finally {
    await platform.stop();
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function useHttp(platform: Platform, room: string): Promise<void> {
  for (let presses = 0; presses < 2; presses++) {
    await postAction(platform, room, { action: "press" });
    await delay(PERIOD_S * 1000 + RING_MS);
  }
}

async function useSocket(platform: Platform, room: string): Promise<void> {
  const { client } = await enter(`ws://127.0.0.1:${platform.port}/parties/main/${room}`);
  await client.join({ name: "Kim" });
  await playTomato(client, () => delay(RING_MS));
  client.terminate();
}

/**
 * Sends what a page sends in a tomato of 30 minutes (test/unit/room/seen-page.test.ts), and a heartbeat every 2 s: fewer
 * than in 30 minutes, since this tomato is shorter, and the room gets none of them.
 */
function usePage(isVisible: boolean): Usage["use"] {
  return async (platform, room) => {
    const { client } = await enter(`ws://127.0.0.1:${platform.port}/parties/main/${room}`);
    const timer = setInterval(() => client.send(HEARTBEAT), HEARTBEAT_MS);
    await client.join({ name: "Kim", client: "client-of-kims-page" });
    for (let i = 0; i < ROUND_TRIPS; i++) await client.sync();
    await playTomato(client, async () => {
      await delay(AFTER_RING_MS);
      if (isVisible) await client.sync();
      await delay(RING_MS - AFTER_RING_MS);
    });
    clearInterval(timer);
    client.terminate();
  };
}

async function playTomato(client: Client, afterRing: () => Promise<void>): Promise<void> {
  for (const state of [2, 4] as const) {
    await client.change({ action: "press" });
    await client.next(inState(state), PERIOD_S * 1000 + 10_000);
    await afterRing();
  }
}

const readCounts = async (platform: Platform): Promise<Counts[]> =>
  JSON.parse((await sendRequest(platform, "/counts")).text) as Counts[];

function countsIn(all: readonly Counts[], { room }: Usage): Counts {
  const counts = all.find((one) => one.room === room);
  if (counts === undefined) throw new Error(`${room} was not counted`);
  return counts;
}

/** Requests (a socket is one too), messages, alarms, rows written, pushes, seconds awake. */
function rowOf({ what }: Usage, before: Counts, after: Counts, pushes: number): string[] {
  const figures = [
    after.requests - before.requests + after.sockets - before.sockets,
    after.messages - before.messages,
    after.alarms - before.alarms,
    after.written - before.written,
    pushes,
    secondsAwake(after.spans.slice(before.spans.length)),
  ];
  return [what, ...figures.map(String)];
}

/** The time of the events, each with the time until the room is unloaded; overlaps count once. */
function secondsAwake(spans: Counts["spans"]): number {
  let [ms, until] = [0, 0];
  for (const [start, end] of spans.toSorted(([a], [b]) => a - b)) {
    ms += Math.max(0, end + UNLOAD_MS - Math.max(start, until));
    until = Math.max(until, end + UNLOAD_MS);
  }
  return Math.round(ms / 1000);
}
