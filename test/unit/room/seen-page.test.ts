/** A page that somebody sees for a whole tomato, with its real socket and the real room, in simulated time: what it sends. */
import { createRoot } from "solid-js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HEARTBEAT, HEARTBEAT_ANSWER } from "../../../party/shared/heartbeat";
import { createRoom } from "../../../src/room/createRoom";
import type { Room } from "../../../src/room/createRoom";
import { seconds, T0 } from "../shared/helpers";
import { FakeParty } from "./fake-party";
import type { FakeConnection } from "./fake-party";

const minutes = (n: number): number => seconds(60 * n);
const BEAT = JSON.stringify(HEARTBEAT);
let party: FakeParty;
/** The messages that reach the room, with the second in which they do; heartbeats are answered by the runtime. */
let sent: { readonly text: string; readonly second: number }[];
let heartbeats: number;

/** A WebSocket to `party`, over a network without delay. */
class FakeWebSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  readyState = FakeWebSocket.CONNECTING;
  #connection: FakeConnection | null = null;

  constructor() {
    super();
    void this.#open();
  }
  async #open(): Promise<void> {
    this.#connection = await party.connect();
    this.readyState = FakeWebSocket.OPEN;
    this.dispatchEvent(new Event("open"));
    for (const message of this.#connection.take()) this.#receive(JSON.stringify(message));
    this.#connection.send = (text) => this.#receive(text);
  }
  #receive(data: string): void {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }
  send(text: string): void {
    const connection = this.#connection as FakeConnection;
    if (text === BEAT) {
      heartbeats++;
      connection.answeredAt = Date.now();
      return queueMicrotask(() => this.#receive(JSON.stringify(HEARTBEAT_ANSWER)));
    }
    sent.push({ text, second: Math.round((Date.now() - T0) / 1000) });
    void party.instance.onMessage(text, connection);
  }
  close(): void {}
}

let room: Room;
let dispose: () => void;
beforeEach(async () => {
  vi.useFakeTimers({ now: T0 });
  vi.stubGlobal("WebSocket", FakeWebSocket);
  vi.stubGlobal("location", new URL("https://tomato.example"));
  vi.stubGlobal("document", Object.assign(new EventTarget(), { visibilityState: "visible" }));
  vi.stubGlobal("window", new EventTarget());
  [sent, heartbeats] = [[], 0];
  party = await FakeParty.open("kitchen");
  room = createRoot((end) => {
    dispose = end;
    return createRoom({ room: "kitchen", key: null }, { name: "Kim" });
  });
  await party.pass(seconds(1));
});
afterEach(() => {
  dispose();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Resolves a second later. */
async function press(): Promise<void> {
  void room.act({ action: "press" });
  await party.pass(seconds(1));
}
const kinds = (): string[] =>
  sent.map(({ text, second }) => `${second} ${(JSON.parse(text) as { action: string }).action}`);

test("a page that is seen for a whole tomato sends nine messages to the room, and is there all the time", async () => {
  await press();
  await party.pass(minutes(25) + seconds(2));
  expect(room.shown()?.phase.state).toBe(2);
  await press();
  await party.pass(minutes(5) + seconds(2));
  expect(room.shown()?.phase.state).toBe(4);
  expect(kinds()).toEqual([
    "0 join",
    ...Array.from({ length: 4 }, () => "0 ping"),
    "1 press",
    expect.stringMatching(/^150[34] ping$/), // after the ring, while the room is awake
    "1504 press",
    expect.stringMatching(/^180[67] ping$/),
  ]);
  expect(heartbeats).toBeGreaterThan(700);
  expect(room.people()?.count).toBe(1);
  expect(room.connection()).toBe("open");
});

test("a page of a room in which nothing happens wakes it twice an hour, for its clock", async () => {
  await party.pass(minutes(125));
  expect(kinds().slice(5)).toEqual(
    Array.from({ length: 4 }, () => expect.stringMatching(/ ping$/) as string),
  );
});
