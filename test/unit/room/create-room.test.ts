/** A room as the screen sees it, over a socket of the test's own: what it sends, shows, predicts and answers. */
import { createRoot } from "solid-js";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ClientMessage } from "../../../party/shared/clientMessages";
import { toRoomMessage } from "../../../party/shared/codec";
import { errorMessage } from "../../../party/shared/errors";
import { judgeMore } from "../../../party/shared/moreActions";
import { newPomodoro, settle, transition } from "../../../party/shared/pomodoro";
import type { Action, Pomodoro } from "../../../party/shared/pomodoro";
import type { RoomMessage } from "../../../party/shared/serverMessages";
import { DEFAULT_SETTINGS } from "../../../party/shared/settings";
import { createRoom } from "../../../src/room/createRoom";
import type { Room } from "../../../src/room/createRoom";
import type { Link } from "../../../src/room/link";
import type { SocketEvents } from "../../../src/room/socket";

const NOW = 1_790_000_000_000;
const KIM = { name: "Kim", via: "app" } as const;
const OPEN: Link = { room: "our-kitchen", key: null };
const PRIVATE: Link = { room: "H0AcYHMtrrs8hM72tds7oV", key: "fixture-room-key-00000" };
/** What the page calls itself. */
const CLIENT = expect.stringMatching(/^[\w-]{22}$/) as string;
const WATCHED: Link = { ...PRIVATE, key: null };

/** The socket of the room under test: what went out, and a way to let the server speak. */
const line = vi.hoisted(() => ({
  events: null as SocketEvents | null,
  sent: [] as ClientMessage[],
  isOpen: false,
  isClosed: false,
  probes: 0,
}));
// The next file of this worker gets the real one.
afterAll(() => {
  vi.doUnmock("../../../src/room/socket");
  vi.resetModules();
});
vi.mock("../../../src/room/socket", () => ({
  makeSocket: (_room: string, events: SocketEvents) => {
    line.events = events;
    return {
      send: (message: ClientMessage) => {
        if (line.isOpen) line.sent.push(message);
        return line.isOpen;
      },
      probe: () => void line.probes++,
      close: () => void (line.isClosed = true),
    };
  },
}));

let dispose: () => void;
function open(link: Link, options: { name?: string; cached?: RoomMessage; first?: RoomMessage } = {}): Room {
  return createRoot((end) => {
    dispose = end;
    const { name = "Kim", cached = null, first = null } = options;
    return createRoom(link, { name, cached, first });
  });
}
function connect(): void {
  line.isOpen = true;
  line.events?.onOpen();
}
function lose(): void {
  line.isOpen = false;
  line.events?.onLost();
}
const receive = (message: Parameters<SocketEvents["onMessage"]>[0]): void => line.events?.onMessage(message);
const step = (room: Pomodoro, action: Action, now = NOW): Pomodoro =>
  transition(room, { action, by: KIM }, now, judgeMore)[0];
const PRESS: Action = { type: "press" };
const idle = newPomodoro();
const working = step(idle, PRESS);
const tell = (room: Pomodoro, id?: string): void =>
  receive({ ...toRoomMessage(room, Date.now()), ...(id === undefined ? {} : { id }) });
const last = (): ClientMessage & { id?: string } => line.sent.at(-1) as ClientMessage & { id?: string };

beforeEach(() => {
  Object.assign(line, { events: null, sent: [], isOpen: false, isClosed: false, probes: 0 });
  vi.useFakeTimers({ now: NOW });
});
afterEach(() => {
  dispose();
  vi.useRealTimers();
});

describe("a room that is opened", () => {
  test("a room without a cached state shows nothing before the first message", () => {
    const room = open(OPEN);
    expect([room.shown(), room.connection(), room.received()]).toEqual([null, "connecting", null]);
  });

  test("a cached state is shown at once, settled to now", () => {
    const room = open(OPEN, { cached: toRoomMessage(working, NOW) });
    expect(room.shown()?.phase.state).toBe(1);
    vi.setSystemTime(NOW + 1_500_000);
    vi.advanceTimersByTime(1_500_001);
    expect(room.shown()?.phase.state).toBe(2);
  });

  test.each([
    // The page took the work for finished, and its press for the start of the break.
    { minutes: 30, type: "press", expected: working },
    { minutes: -30, type: "hold", expected: step(working, { type: "hold" }, NOW + 1000) },
  ] as const)(
    "a $type on a cached state counts on the server's clock once that is known, where the device's own is off by $minutes minutes",
    ({ minutes, type, expected }) => {
      vi.setSystemTime(NOW + minutes * 60_000);
      const room = open(OPEN, { cached: toRoomMessage(working, NOW) });
      void room.act({ action: type });
      connect();
      receive(toRoomMessage(working, NOW + 1000));
      expect(room.shown()?.phase).toEqual(expected.phase);
    },
  );

  test("the state that the page has brought is shown at once in place of the cached one, on the server's clock", () => {
    const first = toRoomMessage(working, NOW + 60_000); // the device's clock is a minute late
    const room = open(OPEN, { cached: toRoomMessage(idle, NOW), first });
    expect([room.shown()?.phase.state, room.now(), room.connection()]).toEqual([
      1,
      NOW + 60_000,
      "connecting",
    ]);
    expect(room.received()).toEqual(first);
  });

  test("a room that was deleted gets its cached settings back, also where the page has brought the deleted room", () => {
    const settings = { ...DEFAULT_SETTINGS, workDuration: 3000 };
    const cached = toRoomMessage({ ...working, settings }, NOW);
    open(OPEN, { cached, first: toRoomMessage(idle, NOW) });
    connect();
    tell(idle);
    receive({ type: "you", id: "1", role: "control" });
    expect(last()).toMatchObject({ action: "setup", work_duration: 3000, on: 0 });
  });

  test("a new connection sends the key and the name, and asks for the server's clock", () => {
    open(PRIVATE, { name: "Kim" });
    connect();
    expect(line.sent).toEqual([{ action: "join", key: PRIVATE.key, name: "Kim", client: CLIENT }]);
    expect(line.probes).toBe(1);
  });

  test("a watch link sends no key", () => {
    open(WATCHED, { name: "" });
    connect();
    expect(line.sent).toEqual([{ action: "join", name: "", client: CLIENT }]);
  });

  test("a page keeps its client id when it connects again, and another page has another one", () => {
    const ids = (): unknown[] => line.sent.map((message) => "client" in message && message.client);
    open(OPEN);
    connect();
    lose();
    connect();
    dispose();
    open(OPEN);
    connect();
    const [first, again, other] = ids();
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test("a reconnection sends the board again", () => {
    const room = open(OPEN);
    connect();
    room.setBoard({ name: "Uno", kind: "serial" });
    lose();
    line.sent.length = 0;
    connect();
    expect(line.sent).toContainEqual({ action: "board", board: { name: "Uno", kind: "serial" } });
  });

  test("the message as received is kept for the cache", () => {
    const room = open(OPEN);
    connect();
    tell(working);
    expect(room.received()).toEqual(toRoomMessage(working, NOW));
  });

  test("a disposed room closes its socket and leaves no timer", () => {
    open(OPEN);
    connect();
    tell(working);
    dispose();
    expect(line.isClosed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("an action", () => {
  test("an action while the connection is lost is refused as offline, and nothing is sent", async () => {
    const room = open(OPEN, { cached: toRoomMessage(idle, NOW) });
    lose();
    expect(await room.act({ action: "press" })).toMatchObject({ ok: false, code: "offline" });
    expect(line.sent).toEqual([]);
  });

  test("an action before the first connection is shown at once, and goes out when the room has answered", async () => {
    const room = open(OPEN, { first: toRoomMessage(idle, NOW) });
    const answer = room.act({ action: "press" });
    expect([room.shown()?.phase.state, room.isPending(), line.sent]).toEqual([1, true, []]);
    vi.advanceTimersByTime(1000);
    connect();
    expect(line.sent.map(({ action }) => action)).toEqual(["join"]);
    tell(idle);
    expect(last()).toEqual({ action: "press", on: 0, on_state: 0, until: NOW + 4000, id: "1" });
    tell(working, "1");
    expect((await answer).ok).toBe(true);
    expect(line.sent).toHaveLength(2);
  });

  test("an action before the first connection ends at its moment on the server's clock, not on a device's wrong one", () => {
    vi.setSystemTime(NOW - 3_600_000);
    const room = open(OPEN, { cached: toRoomMessage(idle, NOW) });
    void room.act({ action: "press" });
    vi.advanceTimersByTime(1500);
    connect();
    receive(toRoomMessage(idle, NOW));
    expect(last()).toMatchObject({ action: "press", until: NOW + 2500 });
  });

  test("an action that waits longer for its connection than it is valid is not sent, and answered as offline", async () => {
    const room = open(OPEN, { first: toRoomMessage(idle, NOW) });
    const answer = room.act({ action: "press" });
    vi.advanceTimersByTime(4001);
    connect();
    tell(idle);
    expect(await answer).toMatchObject({ ok: false, code: "offline" });
    expect(line.sent.map(({ action }) => action)).toEqual(["join"]);
    expect(room.shown()?.phase.state).toBe(0);
  });

  test("an action whose first connection fails is answered as offline and never sent", async () => {
    const room = open(OPEN, { first: toRoomMessage(idle, NOW) });
    const answer = room.act({ action: "press" });
    lose();
    expect(await answer).toMatchObject({ ok: false, code: "offline" });
    expect(room.shown()?.phase.state).toBe(0);
    connect();
    tell(idle);
    expect(line.sent.map(({ action }) => action)).toEqual(["join"]);
  });

  test("an action is aimed at the rev on screen, and valid for 4 s", () => {
    const room = open(OPEN);
    connect();
    tell(working);
    void room.act({ action: "skip" });
    expect(last()).toEqual({ action: "skip", on: 1, on_state: 1, until: NOW + 4000, id: "1" });
  });

  test("an action of a controller is shown before the answer, and again by the answer", async () => {
    const room = open(OPEN);
    connect();
    tell(idle);
    const answer = room.act({ action: "press" });
    expect(room.shown()?.phase.state).toBe(1);
    expect(room.isPending()).toBe(true);
    vi.advanceTimersByTime(30);
    tell(working, "1");
    expect(await answer).toEqual({ ok: true, ms: 30 });
    expect([room.isPending(), room.shown()?.rev]).toEqual([false, 1]);
  });

  test("an action that the server refuses is taken back on screen, and answered with the code", async () => {
    const room = open(OPEN);
    connect();
    tell(idle);
    const answer = room.act({ action: "press" });
    receive(errorMessage("stale", "it was aimed at rev 0, the room is at rev 3", "1"));
    expect(await answer).toMatchObject({ ok: false, code: "stale" });
    expect(room.shown()?.phase.state).toBe(0);
  });

  test("an action whose connection is lost before the answer is answered as unknown", async () => {
    const room = open(OPEN);
    connect();
    tell(idle);
    const answer = room.act({ action: "press" });
    lose();
    expect(await answer).toMatchObject({ ok: false, code: "unknown" });
    expect([room.isPending(), room.connection()]).toEqual([false, "lost"]);
  });

  test("an action of a watcher is sent, but not shown before the answer", () => {
    const room = open(WATCHED);
    connect();
    tell(idle);
    void room.act({ action: "press" });
    expect(line.sent).toHaveLength(2);
    expect(room.shown()?.phase.state).toBe(0);
  });

  test("an answer that is overdue makes the socket check its connection", () => {
    const room = open(OPEN);
    connect();
    tell(idle);
    const before = line.probes;
    void room.act({ action: "press" });
    vi.advanceTimersByTime(1000);
    expect(line.probes).toBe(before + 1);
  });

  test("an undo waits for the server, and its offer is gone while another action is pending", () => {
    const room = open(OPEN);
    connect();
    tell(working);
    expect(room.shown()?.undoUntil).toBe(NOW + 10_000);
    void room.act({ action: "undo" });
    expect(room.shown()?.phase.state).toBe(1);
    void room.act({ action: "hold" });
    expect(room.shown()?.undoUntil).toBeNull();
  });
});

describe("what the server says", () => {
  test("a change by somebody else is shown", () => {
    const room = open(OPEN);
    connect();
    tell(idle);
    tell(working);
    expect(room.shown()).toMatchObject({ rev: 1, did: "work-started", by: KIM });
  });

  test("a deadline passes on screen at its moment, without a message", () => {
    const room = open(OPEN);
    connect();
    tell(working);
    vi.advanceTimersByTime(1_500_000 + 1);
    expect(room.shown()?.phase).toMatchObject({ state: 2, startedAt: NOW + 1_500_000 });
  });

  test("round trips correct the clock, by the shortest of four", () => {
    const room = open(OPEN);
    connect();
    tell(idle);
    expect(line.probes).toBe(1);
    for (const ahead of [5000, 5000, 5000, 5000]) {
      receive({ type: "pong", t0: performance.now() - 20, now: Date.now() + ahead - 10 });
    }
    expect(line.probes).toBe(4);
    expect(room.now()).toBe(NOW + 5000);
  });

  /** What the socket sends when it tests the connection: a heartbeat, or a request for the server's clock. */
  const beat = (): unknown => line.events?.makePing();
  const HEARTBEAT = { action: "ping" };
  const CLOCK = { action: "ping", t0: expect.any(Number) as number };
  const pong = (): void => receive({ type: "pong", t0: performance.now(), now: Date.now() });

  test("after four round trips the connection is tested with heartbeats, whose answers change nothing", () => {
    const room = open(OPEN);
    connect();
    tell(idle);
    for (let i = 0; i < 4; i++) {
      expect(beat()).toEqual(CLOCK);
      pong();
    }
    const now = room.now();
    for (let i = 0; i < 10; i++) {
      expect(beat()).toEqual(HEARTBEAT);
      receive({ type: "pong" });
    }
    expect([line.probes, room.now()]).toEqual([4, now]);
  });

  test("a page that is told that its action came too late asks for the server's clock at once", () => {
    const room = open(OPEN);
    connect();
    tell(idle);
    for (let i = 0; i < 4; i++) pong();
    expect(beat()).toEqual(HEARTBEAT);
    const before = line.probes;
    void room.act({ action: "press" });
    receive(errorMessage("stale", "its time has passed", "1"));
    expect([line.probes - before, beat()]).toEqual([1, CLOCK]);
  });

  test.each([
    ["the device's clock was set", () => vi.setSystemTime(Date.now() + 60_000)],
    ["the server's clock was set", () => receive({ ...toRoomMessage(idle, Date.now() + 60_000) })],
    ["a new connection", () => (lose(), connect())],
  ])("the clock is measured by four round trips again after %s", (_, happen) => {
    open(OPEN);
    connect();
    tell(idle);
    for (let i = 0; i < 4; i++) pong();
    expect(beat()).toEqual(HEARTBEAT);
    happen();
    for (let i = 0; i < 4; i++) {
      expect(beat()).toEqual(CLOCK);
      pong();
    }
    expect(beat()).toEqual(HEARTBEAT);
  });

  test("an action that waits for its answer asks the room itself, not only the connection", () => {
    const room = open(OPEN);
    connect();
    tell(idle);
    for (let i = 0; i < 4; i++) pong();
    void room.act({ action: "press" });
    vi.advanceTimersByTime(1000);
    expect(beat()).toEqual(CLOCK);
  });

  test("a refused key is told, and the role is what the server says", () => {
    const room = open(PRIVATE);
    connect();
    receive(errorMessage("wrong-key", "this key opens another room"));
    expect(room.role()).toBe("watch");
    receive({ type: "you", id: "abc", role: "watch" });
    expect([room.wrongKey(), room.role(), room.me()]).toEqual([true, "watch", "abc"]);
  });

  test("the list of people is forgotten with the connection", () => {
    const room = open(OPEN);
    connect();
    receive({ type: "people", count: 0, people: [] });
    expect(room.people()).toEqual({ type: "people", count: 0, people: [] });
    lose();
    expect(room.people()).toBeNull();
  });

  test("a new name is sent with the same connection", () => {
    const room = open(OPEN);
    connect();
    room.setName("Ada");
    expect(last()).toEqual({ action: "join", name: "Ada", client: CLIENT });
  });

  test("what this person works on is sent at once, and again with every connection", () => {
    const room = open(OPEN);
    connect();
    room.setDoing("chapter 3");
    expect(last()).toEqual({ action: "join", name: "Kim", client: CLIENT, doing: "chapter 3" });
    lose();
    connect();
    expect(last()).toEqual({ action: "join", name: "Kim", client: CLIENT, doing: "chapter 3" });
    room.setDoing("");
    expect(last()).toMatchObject({ doing: "" });
  });
});

describe("settings that are restored", () => {
  const known = step(idle, { type: "setup", settings: { workDuration: 3000 }, when: "now" });

  test("a controller gives an untouched room the settings that this device knew, aimed at rev 0", () => {
    open(OPEN, { cached: toRoomMessage(known, NOW) });
    connect();
    tell(idle);
    receive({ type: "you", id: "abc", role: "control" });
    expect(last()).toMatchObject({ action: "setup", work_duration: 3000, break_duration: 300, on: 0 });
  });

  test("a watcher restores nothing", () => {
    open(WATCHED, { cached: toRoomMessage(known, NOW) });
    connect();
    tell(idle);
    receive({ type: "you", id: "abc", role: "watch" });
    expect(line.sent.map(({ action }) => action)).toEqual(["join"]);
  });

  test("default settings are not restored", () => {
    const reset = step(working, { type: "reset" });
    expect(reset.settings).toEqual(DEFAULT_SETTINGS);
    open(OPEN, { cached: toRoomMessage(settle(reset, NOW)[0], NOW) });
    connect();
    tell(idle);
    receive({ type: "you", id: "abc", role: "control" });
    expect(line.sent.map(({ action }) => action)).toEqual(["join"]);
  });
});
