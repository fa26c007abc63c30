import { describe, expect, it } from "vitest";
import { BoardError } from "../../../src/board/board";
import type { BoardEvent } from "../../../src/board/board";
import { makeRelay } from "../../../src/board/relay";
import type { RoomAnswer, RoomSnapshot } from "../../../src/board/roomLink";
import { FakeClock, settle } from "../../harness/fakes/fake-clock";
import { FakeRoomLink, IDLE_ROOM, SERVER_START, WORK_ROOM } from "../../harness/fakes/fake-room-link";

const DOWN: BoardEvent = { type: "down" };
const UP: BoardEvent = { type: "up" };
const HELLO: BoardEvent = { type: "identified", board: { name: "uno", fw: "", caps: [] } };
const LOST: BoardEvent = { type: "lost", error: new BoardError("unplugged") };
const logged = (log: "gap" | "noise" | "restarted" | "err"): BoardEvent => ({ type: "log", log, detail: "" });

function relay(snapshot: RoomSnapshot | null) {
  const clock = new FakeClock();
  const room = new FakeRoomLink(clock, snapshot);
  const deeds: [string, RoomAnswer | null][] = [];
  const { hear, close } = makeRelay(room, clock, (deed, answer) => {
    const entry: [string, RoomAnswer | null] = [deed, null];
    deeds.push(entry);
    void answer.then((came) => (entry[1] = came));
  });
  return { clock, room, deeds, hear, close };
}

describe("a press", () => {
  it("counts on down, at once, aimed at the room as it is and valid for 2 s", () => {
    const { clock, room, hear } = relay(IDLE_ROOM);
    clock.run(300);
    hear(DOWN);
    expect(room.presses).toEqual([{ on: 0, until: SERVER_START + 2300, via: "board" }]);
    hear(UP);
    expect(room.presses).toHaveLength(1);
  });

  it("brings back its answer", async () => {
    const { deeds, hear } = relay(IDLE_ROOM);
    hear(DOWN);
    expect(deeds).toEqual([["press", null]]);
    await settle();
    expect(deeds).toEqual([["press", { ok: true, ms: 12 }]]);
  });

  it("that the server refuses says with which code", async () => {
    const { room, deeds, hear } = relay(IDLE_ROOM);
    room.answer = async () => ({ ok: false, code: "stale" });
    hear(DOWN);
    await settle();
    expect(deeds).toEqual([["press", { ok: false, code: "stale" }]]);
  });

  it.each([
    ["the connection is down", (room: FakeRoomLink) => room.connected(false), IDLE_ROOM],
    ["the room was never heard", () => {}, null],
  ])("while %s is refused visibly and never fires later", async (_why, cut, snapshot) => {
    const { clock, room, deeds, hear } = relay(snapshot);
    cut(room);
    hear(DOWN);
    await settle();
    expect(deeds).toEqual([["press", { ok: false, code: "out-of-reach" }]]);
    room.connected(true);
    room.set({});
    clock.run(60_000);
    expect(room.presses).toEqual([]);
  });

  it("whose connection breaks before the answer counts as out of reach", async () => {
    const { room, deeds, hear } = relay(IDLE_ROOM);
    room.answer = () => Promise.reject(new Error("socket closed"));
    hear(DOWN);
    await settle();
    expect(deeds).toEqual([["press", { ok: false, code: "out-of-reach" }]]);
  });

  it("resumes a paused period: it is simply a press, and held on it skips nothing", () => {
    const { clock, room, hear } = relay({ ...WORK_ROOM, ends_at: null, held_ms: 600_000 });
    hear(DOWN);
    expect(room.presses).toHaveLength(1);
    clock.run(10_000);
    expect(room.skips).toEqual([]);
  });
});

describe("a hold of 2 s", () => {
  it.each([1, 3] as const)("in state %i is a skip, aimed at the room of the down", (state) => {
    const { clock, room, hear } = relay({ ...WORK_ROOM, state });
    hear(DOWN);
    clock.run(1999);
    expect(room.skips).toEqual([]);
    clock.run(1);
    expect(room.skips).toEqual([{ on: 7, until: SERVER_START + 4000 }]);
  });

  it.each([0, 2, 4, 5] as const)("in state %i is only the press it began with", (state) => {
    const { clock, room, hear } = relay({ ...IDLE_ROOM, state });
    hear(DOWN);
    clock.run(10_000);
    expect(room.skips).toEqual([]);
    expect(room.presses).toHaveLength(1);
  });

  it("skips once per down, however long", () => {
    const { clock, room, hear } = relay(WORK_ROOM);
    hear(DOWN);
    clock.run(60_000);
    expect(room.skips).toHaveLength(1);
    hear(UP);
    hear(DOWN);
    clock.run(2000);
    expect(room.skips).toHaveLength(2);
  });

  const spoiled: [string, BoardEvent][] = [
    ["a release", UP],
    ["a gap in n", logged("gap")],
    ["a line that came damaged", logged("noise")],
    ["a restart", logged("restarted")],
    ["a hello", HELLO],
    ["a board that went silent", { type: "failed", error: new BoardError("silent") }],
    ["a disconnect", LOST],
  ];
  it.each(spoiled)("is none across %s", (_what, event) => {
    const { clock, room, hear } = relay(WORK_ROOM);
    hear(DOWN);
    clock.run(1000);
    hear(event);
    clock.run(10_000);
    expect(room.skips).toEqual([]);
  });

  it("is none after the board was closed", () => {
    const { clock, room, hear, close } = relay(WORK_ROOM);
    hear(DOWN);
    close();
    clock.run(10_000);
    expect(room.skips).toEqual([]);
  });

  it("goes on past an err, which says nothing of the button", () => {
    const { clock, room, hear } = relay(WORK_ROOM);
    hear(DOWN);
    hear(logged("err"));
    clock.run(2000);
    expect(room.skips).toHaveLength(1);
  });

  it.each([
    ["the state", { state: 2 as const, rev: 7 }],
    ["the rev", { state: 1 as const, rev: 8 }],
  ])("is none once %s is another", (_what, part) => {
    const { clock, room, hear } = relay(WORK_ROOM);
    hear(DOWN);
    clock.run(1000);
    room.set(part);
    clock.run(10_000);
    expect(room.skips).toEqual([]);
  });

  it("that started a period does not skip it: the down was in another state", () => {
    const { clock, room, hear } = relay(IDLE_ROOM);
    hear(DOWN);
    room.set(WORK_ROOM);
    clock.run(10_000);
    expect(room.skips).toEqual([]);
  });

  it("with the room gone out of reach is refused visibly", async () => {
    const { clock, room, deeds, hear } = relay(WORK_ROOM);
    hear(DOWN);
    room.connected(false);
    clock.run(2000);
    await settle();
    expect(deeds.at(-1)).toEqual(["skip", { ok: false, code: "out-of-reach" }]);
    room.connected(true);
    clock.run(10_000);
    expect(room.skips).toEqual([]);
  });
});
