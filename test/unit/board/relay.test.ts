import { describe, expect, it } from "vitest";
import { BoardError } from "../../../src/board/board";
import type { BoardEvent } from "../../../src/board/board";
import { makeRelay } from "../../../src/board/relay";
import type { RoomAnswer, RoomSnapshot } from "../../../src/board/roomLink";
import { FakeClock, flushPromises } from "../../harness/fakes/fake-clock";
import {
  FakeRoomLink,
  heldWork,
  IDLE_ROOM,
  phaseIn,
  SERVER_START,
  WORK_ROOM,
} from "../../harness/fakes/fake-room-link";

const DOWN: BoardEvent = { type: "down" };
const UP: BoardEvent = { type: "up" };
const HELLO: BoardEvent = { type: "identified", board: { name: "uno", fw: "", caps: [] } };
const LOST: BoardEvent = { type: "lost", error: new BoardError("unplugged") };
const logged = (log: "gap" | "noise" | "restarted" | "err"): BoardEvent => ({ type: "log", log, detail: "" });

function setUp(snapshot: RoomSnapshot | null) {
  const clock = new FakeClock();
  const room = new FakeRoomLink(clock, snapshot);
  const actions: [string, RoomAnswer | null][] = [];
  const { receive, close } = makeRelay(room, clock, (action, answer) => {
    const entry: [string, RoomAnswer | null] = [action, null];
    actions.push(entry);
    void answer.then((received) => (entry[1] = received));
  });
  return { clock, room, actions, receive, close };
}

describe("a press", () => {
  it("a button that goes down presses at once, for the room's revision and for 2 s", () => {
    const { clock, room, receive } = setUp(IDLE_ROOM);
    clock.run(300);
    receive(DOWN);
    expect(room.presses).toEqual([{ on: 0, until: SERVER_START + 2300, via: "board" }]);
    receive(UP);
    expect(room.presses).toHaveLength(1);
  });

  it("a press is reported first without and then with its answer", async () => {
    const { actions, receive } = setUp(IDLE_ROOM);
    receive(DOWN);
    expect(actions).toEqual([["press", null]]);
    await flushPromises();
    expect(actions).toEqual([["press", { ok: true, ms: 12 }]]);
  });

  it("a press that the server refuses is reported with the server's error code", async () => {
    const { room, actions, receive } = setUp(IDLE_ROOM);
    room.answer = async () => ({ ok: false, code: "stale" });
    receive(DOWN);
    await flushPromises();
    expect(actions).toEqual([["press", { ok: false, code: "stale" }]]);
  });

  it.each([
    ["the connection is down", (room: FakeRoomLink) => room.setConnected(false), IDLE_ROOM],
    ["the room has sent nothing yet", () => {}, null],
  ])("a press while %s is refused at once and is never sent later", async (_why, cut, snapshot) => {
    const { clock, room, actions, receive } = setUp(snapshot);
    cut(room);
    receive(DOWN);
    await flushPromises();
    expect(actions).toEqual([["press", { ok: false, code: "out-of-reach" }]]);
    room.setConnected(true);
    room.set({});
    clock.run(60_000);
    expect(room.presses).toEqual([]);
  });

  it("a press whose connection breaks before the answer is reported as out of reach", async () => {
    const { room, actions, receive } = setUp(IDLE_ROOM);
    room.answer = () => Promise.reject(new Error("socket closed"));
    receive(DOWN);
    await flushPromises();
    expect(actions).toEqual([["press", { ok: false, code: "out-of-reach" }]]);
  });

  it("a button held in a paused period presses once, which resumes it, and skips nothing", () => {
    const { clock, room, receive } = setUp({ rev: 7, phase: heldWork(600_000) });
    receive(DOWN);
    expect(room.presses).toHaveLength(1);
    clock.run(10_000);
    expect(room.skips).toEqual([]);
  });
});

describe("a hold of 2 s", () => {
  it.each([1, 3] as const)(
    "a hold of 2 s in state %i skips, for the room's revision when the button went down",
    (state) => {
      const { clock, room, receive } = setUp({ rev: 7, phase: phaseIn(state) });
      receive(DOWN);
      clock.run(1999);
      expect(room.skips).toEqual([]);
      clock.run(1);
      expect(room.skips).toEqual([{ on: 7, until: SERVER_START + 4000 }]);
    },
  );

  it.each([0, 2, 4, 5] as const)("a hold in state %i is only the press at its beginning", (state) => {
    const { clock, room, receive } = setUp({ rev: 0, phase: phaseIn(state) });
    receive(DOWN);
    clock.run(10_000);
    expect(room.skips).toEqual([]);
    expect(room.presses).toHaveLength(1);
  });

  it("a hold skips once, however long it lasts", () => {
    const { clock, room, receive } = setUp(WORK_ROOM);
    receive(DOWN);
    clock.run(60_000);
    expect(room.skips).toHaveLength(1);
    receive(UP);
    receive(DOWN);
    clock.run(2000);
    expect(room.skips).toHaveLength(2);
  });

  const cancelling: [string, BoardEvent][] = [
    ["a release", UP],
    ["a gap in n", logged("gap")],
    ["a damaged line", logged("noise")],
    ["a restart", logged("restarted")],
    ["a hello", HELLO],
    ["a board that has become silent", { type: "failed", error: new BoardError("silent") }],
    ["a disconnect", LOST],
    ["a page that did not run", { type: "stalled" }],
  ];
  it.each(cancelling)("a hold is cancelled by %s", (_what, event) => {
    const { clock, room, receive } = setUp(WORK_ROOM);
    receive(DOWN);
    clock.run(1000);
    receive(event);
    clock.run(10_000);
    expect(room.skips).toEqual([]);
  });

  it("a hold whose timer is late because the page did not run skips nothing", () => {
    const { clock, room, receive } = setUp(WORK_ROOM);
    receive(DOWN);
    clock.stall(15_000);
    clock.run(1000);
    expect(room.skips).toEqual([]);
  });

  it("a hold whose timer is a little late is cancelled by a release that was not read yet, and else skips", () => {
    for (const isReleased of [true, false]) {
      const { clock, room, receive } = setUp(WORK_ROOM);
      receive(DOWN);
      clock.stall(3000);
      clock.run(1);
      if (isReleased) receive(UP);
      clock.run(1000);
      expect(room.skips).toHaveLength(isReleased ? 0 : 1);
    }
  });

  it("a hold is cancelled when the board is closed", () => {
    const { clock, room, receive, close } = setUp(WORK_ROOM);
    receive(DOWN);
    close();
    clock.run(10_000);
    expect(room.skips).toEqual([]);
  });

  it("a hold is not cancelled by an err, which says nothing about the button", () => {
    const { clock, room, receive } = setUp(WORK_ROOM);
    receive(DOWN);
    receive(logged("err"));
    clock.run(2000);
    expect(room.skips).toHaveLength(1);
  });

  it.each([
    ["the state", { phase: phaseIn(2), rev: 7 }],
    ["the revision", { phase: phaseIn(1), rev: 8 }],
  ])("a hold skips nothing when %s has changed since the button went down", (_what, part) => {
    const { clock, room, receive } = setUp(WORK_ROOM);
    receive(DOWN);
    clock.run(1000);
    room.set(part);
    clock.run(10_000);
    expect(room.skips).toEqual([]);
  });

  it("a hold that has started a period does not skip it, because the button went down in another state", () => {
    const { clock, room, receive } = setUp(IDLE_ROOM);
    receive(DOWN);
    room.set(WORK_ROOM);
    clock.run(10_000);
    expect(room.skips).toEqual([]);
  });

  it("a skip is refused at once when the room has become unreachable during the hold", async () => {
    const { clock, room, actions, receive } = setUp(WORK_ROOM);
    receive(DOWN);
    room.setConnected(false);
    clock.run(2000);
    await flushPromises();
    expect(actions.at(-1)).toEqual(["skip", { ok: false, code: "out-of-reach" }]);
    room.setConnected(true);
    clock.run(10_000);
    expect(room.skips).toEqual([]);
  });
});

describe("the other keys of a deck", () => {
  const EXTEND: BoardEvent = { type: "key", key: "extend" };
  const PAUSE: BoardEvent = { type: "key", key: "pause" };
  const conditions = { on: 7, until: SERVER_START + 2000 };

  it("the key Pause pauses a running period, for the room's revision and for 2 s", async () => {
    const { room, actions, receive } = setUp(WORK_ROOM);
    receive(PAUSE);
    await flushPromises();
    expect(room.others).toEqual([{ action: "hold", ...conditions }]);
    expect(actions).toEqual([["hold", { ok: true, ms: 12 }]]);
  });
  it("the key Pause resumes a paused period", () => {
    const { room, receive } = setUp({ rev: 7, phase: heldWork(60_000) });
    receive(PAUSE);
    expect(room.others).toEqual([{ action: "resume", ...conditions }]);
  });
  it("the key +5 adds 300 s", () => {
    const { room, receive } = setUp(WORK_ROOM);
    receive(EXTEND);
    expect(room.others).toEqual([{ action: "extend", seconds: 300, ...conditions }]);
  });
  it("a key is refused at once while the room cannot be reached, and is not sent later", async () => {
    const { room, actions, receive } = setUp(WORK_ROOM);
    room.setConnected(false);
    receive(PAUSE);
    receive(EXTEND);
    await flushPromises();
    room.setConnected(true);
    expect(room.others).toEqual([]);
    const refused = { ok: false, code: "out-of-reach" };
    expect(actions).toEqual([
      ["hold", refused],
      ["extend", refused],
    ]);
  });
  it("a key without a use in this state asks nothing, and is not listed", () => {
    const { room, actions, receive } = setUp(IDLE_ROOM);
    receive(PAUSE);
    receive(EXTEND);
    expect([room.others, actions]).toEqual([[], []]);
  });
  it("a key does not cancel a hold of the button", () => {
    const { clock, room, receive } = setUp(WORK_ROOM);
    receive(DOWN);
    receive(EXTEND);
    clock.run(2000);
    expect(room.skips).toHaveLength(1);
  });
});
