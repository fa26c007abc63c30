/** What a room keeps on disk, and its alarm. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { alarmAt, isAbandoned, load, save, UnreadableRoom } from "../../../party/room/storage";
import type { StoredRoom } from "../../../party/room/storage";
import { NO_HISTORY, recordEvents } from "../../../party/room/history";
import type { Action, Pomodoro } from "../../../party/shared/pomodoro";
import { livedArbitrary } from "../shared/arbitraries";
import { FakeStorage } from "./fake-party";
import {
  act,
  at,
  extend,
  HOLD,
  hours,
  play,
  PRESS,
  RESET,
  room,
  seconds,
  settled,
  setup,
  SKIP,
  UNDO,
} from "../shared/helpers";

/** Much is tried in here, and the machine may be busy. */
vi.setConfig({ testTimeout: 60_000 });

const DAY = hours(24);
const small = play(room(), [
  0,
  setup({ workDuration: 100, breakDuration: 20, numberCycles: 1, longBreakDuration: 60 }),
]);
const working = play(small, [0, PRESS]);
const onBreak = play(working, [100, PRESS]);
const resting = play(onBreak, [120, PRESS], [220, PRESS]);
const continuing = play(small, [0, setup({ autoContinue: 30 }, "next")], [0, PRESS]);
const changedAt = at(1000);

/** [phase, pomodoro, what its alarm is set to]. */
const PHASES: readonly (readonly [string, Pomodoro, number])[] = [
  ["IDLE, never touched but for its settings", play(room(), [0, setup({}, "next")]), changedAt + 30 * DAY],
  ["IDLE", small, changedAt + 30 * DAY],
  ["WORK, running", working, at(100)],
  ["WORK, extended", play(working, [10, extend(50)]), at(150)],
  ["WORK, held", play(working, [10, HOLD]), changedAt + 30 * DAY],
  ["BREAK_ALARM", settled(working, at(100)), at(100) + hours(2)],
  ["BREAK_ALARM after a skip", play(working, [30, SKIP]), at(30) + hours(2)],
  ["BREAK_ALARM that will press itself", settled(continuing, at(100)), at(130)],
  ["SHORT_BREAK, running", onBreak, at(120)],
  ["SHORT_BREAK, held", play(onBreak, [110, HOLD]), changedAt + 30 * DAY],
  ["WORK_ALARM", settled(onBreak, at(120)), at(120) + hours(2)],
  ["LONG_BREAK before its ring", resting, at(280)],
  ["LONG_BREAK after its ring", settled(resting, at(280)), changedAt + 30 * DAY],
];

const stored = (pomodoro: Pomodoro, at = changedAt): StoredRoom => ({
  id: "kitchen",
  pomodoro,
  changedAt: at,
  history: NO_HISTORY,
});

describe("a stored room", () => {
  test.each(PHASES)("in %s comes back as it was", async (_, pomodoro) => {
    const storage = new FakeStorage();
    await save(storage, stored(pomodoro));
    expect(await load(storage)).toStrictEqual(stored(pomodoro));
  });

  test("comes back as it was, whatever its life has been", async () => {
    await fc.assert(
      fc.asyncProperty(livedArbitrary, async ({ pomodoro, now }) => {
        const storage = new FakeStorage();
        await save(storage, stored(pomodoro, now));
        expect(await load(storage)).toStrictEqual(stored(pomodoro, now));
      }),
    );
  });

  test.each(PHASES)("in %s sets the alarm to its next moment", async (_, pomodoro, alarm) => {
    const storage = new FakeStorage();
    await save(storage, stored(pomodoro));
    expect(storage.alarm).toBe(alarm);
    expect(alarmAt(stored(pomodoro))).toBe(alarm);
  });

  test("carries a version in its form", async () => {
    const storage = new FakeStorage();
    await save(storage, stored(small));
    expect([...storage.map.values()]).toEqual([expect.objectContaining({ v: expect.any(Number) })]);
  });

  test("is not there where nothing was stored, and reading writes nothing", async () => {
    const storage = new FakeStorage();
    expect(await load(storage)).toBeNull();
    expect(storage.log).toEqual([]);
  });

  test("is not there before the writing is done, and the writing says so when it fails", async () => {
    const storage = new FakeStorage();
    storage.failure = new Error("the disk is full");
    await expect(save(storage, stored(small))).rejects.toThrow("the disk is full");
    expect(await load(storage)).toBeNull();
  });
});

describe("a stored form", () => {
  const written = async (): Promise<[FakeStorage, string, Record<string, unknown>]> => {
    const storage = new FakeStorage();
    await save(storage, stored(working));
    const [entry] = storage.map;
    if (entry === undefined) throw new Error("nothing was stored");
    storage.log.length = 0;
    return [storage, entry[0], entry[1] as Record<string, unknown>];
  };

  test("of a newer version is refused by name and left as it is", async () => {
    const [storage, key, form] = await written();
    const newer = { ...form, v: Number(form["v"]) + 1, whatElse: ["is", "new"] };
    storage.map.set(key, newer);
    await expect(load(storage)).rejects.toThrow(UnreadableRoom);
    await expect(load(storage)).rejects.toThrow(/newer/);
    expect(storage.map).toEqual(new Map([[key, newer]]));
    expect([storage.log, storage.alarm]).toEqual([[], at(100)]);
  });

  test("of a newer version that has nothing in common with ours is refused as newer, too", async () => {
    const [storage, key] = await written();
    storage.map.set(key, { v: 7 });
    await expect(load(storage)).rejects.toThrow(/newer/);
  });

  const damages: readonly (readonly [string, (form: Record<string, unknown>) => unknown])[] = [
    ["is no object", () => "room"],
    ["is null", () => null],
    ["has no version", ({ v: _v, ...form }) => form],
    ["has a version in words", (form) => ({ ...form, v: "1" })],
    ["has no pomodoro", ({ pomodoro: _pomodoro, ...form }) => form],
    ["has no id", ({ id: _id, ...form }) => form],
    ["does not say when it changed", ({ changedAt: _changedAt, ...form }) => form],
    ["has no history", ({ history: _history, ...form }) => form],
    ["has NaN for its rev", (form) => ({ ...form, pomodoro: { ...working, rev: NaN } })],
    [
      "has a state that does not exist",
      (form) => ({ ...form, pomodoro: { ...working, phase: { ...working.phase, state: 6 } } }),
    ],
    [
      "runs without a deadline",
      (form) => ({ ...form, pomodoro: { ...working, phase: { state: 1, startedAt: 1, totalMs: 1 } } }),
    ],
    [
      "rings without a moment",
      (form) => ({
        ...form,
        pomodoro: { ...working, phase: { state: 2, startedAt: null, continuesAt: null } },
      }),
    ],
    ["lacks a setting", (form) => ({ ...form, pomodoro: { ...working, settings: { workDuration: 1 } } })],
    ["has an undo without a before", (form) => ({ ...form, pomodoro: { ...working, undo: { until: 1 } } })],
  ];
  test.each(damages)("that %s is refused, not guessed at, and left as it is", async (_, damage) => {
    const [storage, key, form] = await written();
    const damaged = damage(form);
    storage.map.set(key, damaged);
    await expect(load(storage)).rejects.toThrow(UnreadableRoom);
    expect(storage.map).toEqual(new Map([[key, damaged]]));
    expect([storage.log, storage.alarm]).toEqual([[], at(100)]);
  });
});

/** As the server stored them before it kept a history, at T0 + 40 s. */
const V1 = (pomodoro: object): Record<string, unknown> => ({
  v: 1,
  id: "kitchen",
  changedAt: 1_790_000_040_000,
  pomodoro,
});
const v1Settings = {
  workDuration: 100,
  breakDuration: 20,
  numberCycles: 3,
  longBreakDuration: 0,
  autoContinue: 0,
};
const v1Work = { state: 1, startedAt: 1_790_000_000_000, totalMs: 100_000, endsAt: 1_790_000_100_000 };
const v1By = { name: "Kim", via: "app" };
const v1Forms: readonly (readonly [string, Record<string, unknown>, Action, number, object | null])[] = [
  [
    "in WORK: its end is recorded, from its start",
    V1({
      settings: v1Settings,
      cycle: 0,
      phase: v1Work,
      rev: 2,
      by: v1By,
      undo: {
        until: 1_790_000_010_000,
        before: { settings: v1Settings, cycle: 0, phase: { state: 0, startedAt: 1_790_000_000_000 } },
      },
    }),
    SKIP,
    60,
    { startedAt: at(0), endedAt: at(60), plannedMs: 100_000, workedMs: 60_000, how: "skipped", people: 0 },
  ],
  [
    "in WORK, held: what was held before counts as paused",
    V1({
      settings: v1Settings,
      cycle: 0,
      phase: { state: 1, startedAt: 1_790_000_000_000, totalMs: 100_000, heldMs: 70_000 },
      rev: 3,
      by: v1By,
      undo: {
        until: 1_790_000_040_000,
        before: { settings: v1Settings, cycle: 0, phase: v1Work },
      },
    }),
    RESET,
    45,
    { startedAt: at(0), endedAt: at(45), plannedMs: 100_000, workedMs: 30_000, how: "reset", people: 0 },
  ],
  [
    "with a skip to undo: the work goes on, and nothing is recorded",
    V1({
      settings: v1Settings,
      cycle: 0,
      phase: { state: 2, startedAt: 1_790_000_035_000, continuesAt: null },
      rev: 3,
      by: v1By,
      undo: { until: 1_790_000_045_000, before: { settings: v1Settings, cycle: 0, phase: v1Work } },
    }),
    UNDO,
    41,
    null,
  ],
  [
    "in BREAK_ALARM: an extension has no record to continue",
    V1({
      settings: v1Settings,
      cycle: 0,
      phase: { state: 2, startedAt: 1_790_000_100_000, continuesAt: null },
      rev: 3,
      by: { name: null, via: "timer" },
      undo: null,
    }),
    extend(50),
    110,
    null,
  ],
];

/** As this version reads it: what the timer led to has rung, and nobody knows what the last change did. */
function migrated(form: Record<string, unknown>): object {
  const { v: _v, pomodoro, ...rest } = form as { v: number; pomodoro: Pomodoro };
  const { phase, by } = pomodoro;
  const ring = "continuesAt" in phase ? { rangAt: by?.via === "timer" ? phase.startedAt : null } : {};
  return { ...rest, pomodoro: { ...pomodoro, did: null, phase: { ...phase, ...ring } } };
}

describe("a room stored by version 1", () => {
  test.each(v1Forms)("%s", async (_, form, action, second, record) => {
    const storage = new FakeStorage();
    storage.map.set("room", form);
    const room = await load(storage);
    if (room === null) throw new Error("nothing was read");
    expect(room).toStrictEqual({ ...migrated(form), history: NO_HISTORY });
    expect(storage.log).toEqual([]);

    const now = at(second);
    const { pomodoro: before, history } = room;
    const { pomodoro: after, refused, events } = act(before, action, now);
    expect(refused).toBeNull();
    const { log, writes } = recordEvents(history, events, 0);
    expect([...writes]).toEqual(record === null ? [] : [[0, record]]);
    await save(storage, { ...room, pomodoro: after, changedAt: now, history: log }, { records: writes });
    expect(storage.map.get("room")).toMatchObject({ v: 3 });
    expect(await load(storage)).toMatchObject({ pomodoro: after, history: log });
  });
});

describe("a room is abandoned", () => {
  const waiting = PHASES.filter(([, , alarm]) => alarm === changedAt + 30 * DAY);
  test.each(waiting)("30 days after its last change in %s", (_, pomodoro) => {
    expect(isAbandoned(stored(pomodoro), changedAt + 30 * DAY - 1)).toBe(false);
    expect(isAbandoned(stored(pomodoro), changedAt + 30 * DAY)).toBe(true);
  });

  const timed = PHASES.filter(([, , alarm]) => alarm !== changedAt + 30 * DAY);
  test.each(timed)("never in %s: time will change it first", (_, pomodoro) => {
    expect(isAbandoned(stored(pomodoro), changedAt + 365 * DAY)).toBe(false);
  });

  test("later by each change", () => {
    expect(isAbandoned(stored(small, changedAt + seconds(5)), changedAt + 30 * DAY)).toBe(false);
  });
});
