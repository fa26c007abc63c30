/**
 * What 500 subscriptions, and a push service that never responds, cost a room and its neighbours. A round takes 10.5 s,
 * because a subscription is called at most 6 times a minute.
 */
import { enter, inState, newOpenRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { neverRespond, respondCreated } from "../harness/fakes/push-device";
import type { PushDevice } from "../harness/fakes/push-device";
import type { PushService } from "../harness/fakes/push-service";
import { putSubscription, startServerWithPush } from "../harness/push";
import type { Server } from "../harness/server";
import { waitFor, waitForClock } from "../harness/wait";
import { printMachine, printTable, quantiles } from "./report";

const ROUND_MS = 10_500;
const SUBSCRIPTIONS = 500;
/** Length of the work period, in s. */
const PERIOD_S = 2;

/** The rooms that ring: one with all the subscriptions, one at the same moment, one when all pushes are sent or hang. */
interface Rooms {
  readonly full: Client;
  readonly same: Client;
  readonly later: Client;
}
/** Samples in ms, by what they measure. */
type Samples = Record<string, number[]>;

/** Prints a table of `rounds` rings with each behaviour of the push service, in ms. */
export async function benchPush(rounds: number): Promise<void> {
  const { server, service, dispose } = await startServerWithPush();
  try {
    const room = newOpenRoom();
    const rooms: Rooms = {
      full: await enterRoom(server, room),
      same: await enterRoom(server),
      later: await enterRoom(server),
    };
    const devices = await subscribeAll(server, service, room);
    printMachine();
    const rows: string[][] = [];
    for (const [name, response] of [
      ["at once", respondCreated],
      ["never", neverRespond],
    ] as const) {
      for (const device of devices) device.defaultResponse = response;
      const samples: Samples = {};
      for (let i = 0; i < rounds; i++) {
        const next = Date.now() + ROUND_MS;
        await measureRound(rooms, service, name === "at once", samples);
        await waitForClock(next);
      }
      for (const [what, all] of Object.entries(samples)) {
        rows.push([`service answers ${name}: ${what}`, ...quantiles(all, 0.5, 0.95, 1), String(all.length)]);
      }
    }
    printTable(["ms", "p50", "p95", "max", "n"], rows, 1);
    if (service.errors.length > 0) console.log("refused by the push service:", service.errors.slice(0, 3));
  } finally {
    await dispose();
  }
}

async function measureRound(
  { full, same, later }: Rooms,
  service: PushService,
  waitsForPushes: boolean,
  samples: Samples,
): Promise<void> {
  const add = (what: string, ms: number): number => (samples[what] ??= []).push(ms);
  const before = service.received.length;
  const deadline = await startPeriod(full);
  await startPeriod(same);
  const [ofFull, ofSame] = await Promise.all([latenessOf(full), latenessOf(same)]);
  add(`the ring of the room with ${SUBSCRIPTIONS} is received late by`, ofFull);
  add("a room without, ringing at the same moment", ofSame);
  if (waitsForPushes) {
    await waitFor("all pushes", () => service.received.length >= before + SUBSCRIPTIONS, 8000);
    const sinceDeadline = service.received.slice(before).map(({ at }) => at - deadline);
    add("deadline → first push received", Math.min(...sinceDeadline));
    add(`deadline → last of ${SUBSCRIPTIONS} pushes received`, Math.max(...sinceDeadline));
  }
  await startPeriod(later);
  add("a room without, ringing 2 s later", await latenessOf(later));
  const start = performance.now();
  await full.change({ action: "setup" });
  add(`change in the room with ${SUBSCRIPTIONS} → its answer`, performance.now() - start);
}

async function enterRoom(server: Server, room = newOpenRoom()): Promise<Client> {
  const { client } = await enter(server.socket(room));
  await client.change({ action: "setup", work_duration: PERIOD_S });
  return client;
}

/** As fast as the room's rate limit allows: about 100 s. */
async function subscribeAll(server: Server, service: PushService, room: string): Promise<PushDevice[]> {
  const devices: PushDevice[] = [];
  while (devices.length < SUBSCRIPTIONS) {
    const device = service.newDevice();
    const isSubscribed = async (): Promise<boolean> =>
      (await putSubscription(server, room, device)).status === 201;
    await waitFor("the rate limit", isSubscribed);
    devices.push(device);
  }
  return devices;
}

/** Starts a period anew and returns its end, epoch ms. */
async function startPeriod(client: Client): Promise<number> {
  await client.change({ action: "setup" });
  const { ends_at } = await client.change({ action: "press" });
  return ends_at ?? NaN;
}

/** How late the client receives the end of the period, in ms. */
async function latenessOf(client: Client): Promise<number> {
  const alarm = await client.next(inState(2));
  return (client.receivedAt[client.received.indexOf(alarm)] ?? NaN) - (alarm.started_at ?? NaN);
}
