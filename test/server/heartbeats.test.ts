/** Rooms that sleep while they are watched: the runtime answers heartbeats, under `npm start` and in PartyKit's facade. */
import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleRoom } from "../bench/deployment";
import { enter, inState, isPeople, newOpenRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { temporaryFolder } from "../harness/paths";
import { startPlatform } from "../harness/platform";
import { awakeRooms } from "../harness/processes";
import { startServer } from "../harness/server";
import { waitFor } from "../harness/wait";
import pageBefore from "./fixtures/page-before-heartbeats.json";

const HEARTBEAT = '{"action":"ping"}';
/** Between two heartbeats, in ms: more often than a page sends them. */
const INTERVAL_MS = 500;
/** A room is unloaded 10 s after its last event; with a margin for a busy machine, in ms. */
const UNLOADED_MS = 30_000;

interface Host {
  /** Of workerd. */
  readonly pid: number;
  readonly socket: (room: string) => string;
  readonly stop: () => Promise<void>;
}
async function startOwn(): Promise<Host> {
  const server = await startServer();
  return {
    pid: server.workerdPid,
    socket: (room) => server.socket(room),
    stop: () => server.dispose(),
  };
}
async function startPartyKit(): Promise<Host> {
  const folder = temporaryFolder();
  const platform = await startPlatform(await bundleRoom({}), "http://127.0.0.1:1", folder);
  return {
    pid: platform.pid,
    socket: (room) => `ws://127.0.0.1:${platform.port}/parties/main/${room}`,
    async stop() {
      await platform.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A client that sends heartbeats until `stop`, and counts those without an answer. */
function beat(client: Client): { readonly unanswered: () => number; readonly stop: () => void } {
  let sent = 0;
  const timer = setInterval(() => {
    client.sendRaw(HEARTBEAT);
    sent++;
  }, INTERVAL_MS);
  const answers = (): number => client.received.filter(({ type }) => type === "pong").length;
  const before = answers();
  return { unanswered: () => sent - (answers() - before), stop: () => clearInterval(timer) };
}

describe.each([
  ["npm start", startOwn],
  ["PartyKit's facade", startPartyKit],
])("under %s", (_, start) => {
  let host: Host;
  beforeAll(async () => {
    host = await start();
  });
  afterAll(() => host.stop());

  test("a room sleeps while three pages watch it with heartbeats, and wakes for a press", async () => {
    const url = host.socket(newOpenRoom());
    const pages = await Promise.all(Array.from({ length: 3 }, () => enter(url)));
    const [page] = pages.map(({ client }) => client) as [Client, Client, Client];
    for (const [i, { client }] of pages.entries())
      await client.join({ name: `n${i}`, client: `client-of-page-${i}-000` });
    const beats = pages.map(({ client }) => beat(client));
    try {
      await page.next((m) => isPeople(m) && m.count === 3);
      const pongs = (): number => page.received.filter(({ type }) => type === "pong").length;
      expect(awakeRooms(host.pid)).toBe(1);
      await waitFor("the room sleeps", () => awakeRooms(host.pid) === 0, UNLOADED_MS);
      const before = pongs();
      await waitFor("six answers", () => pongs() >= before + 6, 10_000);
      expect(awakeRooms(host.pid)).toBe(0);
      await page.change({ action: "press" });
      await Promise.all(pages.map(({ client }) => client.first(inState(1))));
      expect(awakeRooms(host.pid)).toBe(1);
      expect(beats.map(({ unanswered }) => unanswered() <= 1)).toEqual([true, true, true]);
      expect(page.received.find((m) => m.type === "error")).toBeUndefined();
    } finally {
      for (const { stop } of beats) stop();
      for (const { client } of pages) client.terminate();
    }
  });

  test("a page of before heartbeats is answered as before", async () => {
    const { client } = await enter(host.socket(newOpenRoom()));
    for (const { sends, answer } of pageBefore) {
      client.send(sends);
      const received = await client.next((m) => m.type === answer.type);
      expect(received).toMatchObject(answer);
      if (answer.type === "pong") expect(Object.keys(received)).toEqual(["type", "t0", "now"]);
    }
    client.terminate();
  });

  test("4,000 heartbeats at once are all answered, and the limit for messages does not meet them", async () => {
    const { client } = await enter(host.socket(newOpenRoom()));
    for (let i = 0; i < 4000; i++) client.sendRaw(HEARTBEAT);
    await waitFor("an answer to each", () => client.received.length >= 4001, 30_000);
    expect(new Set(client.received.slice(1).map(({ type }) => type))).toEqual(new Set(["pong"]));
    expect((await client.sync()).now).toBeGreaterThan(0);
    client.terminate();
  });
});
