/** Tests what a room stores, and the time of its alarm. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { alarmAt, isAbandoned, load, nextAlarmAt, save, UnreadableRoom } from "../../../party/room/storage";
import { VERSION } from "../../../party/room/storedForms";
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

/** These tests try many inputs, and the machine may be busy. */
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

/** [name of the state, room, time of its alarm in ms]. */
const PHASES: readonly (readonly [string, Pomodoro, number])[] = [
  ["IDLE with settings for the next period", play(room(), [0, setup({}, "next")]), changedAt + 30 * DAY],
  ["IDLE", small, changedAt + 30 * DAY],
  ["running WORK", working, at(100)],
  ["extended WORK", play(working, [10, extend(50)]), at(150)],
  ["held WORK", play(working, [10, HOLD]), changedAt + 30 * DAY],
  ["BREAK_ALARM", settled(working, at(100)), at(100) + hours(2)],
  ["BREAK_ALARM after a skip", play(working, [30, SKIP]), at(30) + hours(2)],
  ["BREAK_ALARM that auto_continue will press", settled(continuing, at(100)), at(130)],
  ["running SHORT_BREAK", onBreak, at(120)],
  ["held SHORT_BREAK", play(onBreak, [110, HOLD]), changedAt + 30 * DAY],
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
  test.each(PHASES)("a stored room in %s is read as it was", async (_, pomodoro) => {
    const storage = new FakeStorage();
    await save(storage, stored(pomodoro));
    expect(await load(storage)).toStrictEqual(stored(pomodoro));
  });

  test("a stored room with any history is read as it was", async () => {
    await fc.assert(
      fc.asyncProperty(livedArbitrary, async ({ pomodoro, now }) => {
        const storage = new FakeStorage();
        await save(storage, stored(pomodoro, now));
        expect(await load(storage)).toStrictEqual(stored(pomodoro, now));
      }),
    );
  });

  test.each(PHASES)(
    "storing a room in %s sets its alarm to the next deadline",
    async (_, pomodoro, alarm) => {
      const storage = new FakeStorage();
      await save(storage, stored(pomodoro));
      expect(storage.alarm).toBe(alarm);
      expect(alarmAt(stored(pomodoro))).toBe(alarm);
    },
  );

  test("a stored room has a version", async () => {
    const storage = new FakeStorage();
    await save(storage, stored(small));
    expect([...storage.map.values()]).toEqual([expect.objectContaining({ v: expect.any(Number) })]);
  });

  test("a room that was never stored is read as null, and reading writes nothing", async () => {
    const storage = new FakeStorage();
    expect(await load(storage)).toBeNull();
    expect(storage.log).toEqual([]);
  });

  test("a room whose write fails is not stored, and the failure is reported", async () => {
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

  test("a stored room of a newer version is refused as newer and left as it is", async () => {
    const [storage, key, form] = await written();
    const newer = { ...form, v: VERSION + 1, whatElse: ["is", "new"] };
    storage.map.set(key, newer);
    await expect(load(storage)).rejects.toThrow(UnreadableRoom);
    await expect(load(storage)).rejects.toThrow(/newer/);
    expect(storage.map).toEqual(new Map([[key, newer]]));
    expect([storage.log, storage.alarm]).toEqual([[], at(100)]);
  });

  test("a stored room of a newer version without any known field is refused as newer", async () => {
    const [storage, key] = await written();
    storage.map.set(key, { v: 7 });
    await expect(load(storage)).rejects.toThrow(/newer/);
  });

  const damages: readonly (readonly [string, (form: Record<string, unknown>) => unknown])[] = [
    ["is not an object", () => "room"],
    ["is null", () => null],
    ["has no version", ({ v: _v, ...form }) => form],
    ["has a string as its version", (form) => ({ ...form, v: "1" })],
    ["has no pomodoro", ({ pomodoro: _pomodoro, ...form }) => form],
    ["has no id", ({ id: _id, ...form }) => form],
    ["has no time of its last change", ({ changedAt: _changedAt, ...form }) => form],
    ["has no history", ({ history: _history, ...form }) => form],
    ["has NaN as its rev", (form) => ({ ...form, pomodoro: { ...working, rev: NaN } })],
    [
      "has a state that does not exist",
      (form) => ({ ...form, pomodoro: { ...working, phase: { ...working.phase, state: 6 } } }),
    ],
    [
      "is in a period without a deadline",
      (form) => ({ ...form, pomodoro: { ...working, phase: { state: 1, startedAt: 1, totalMs: 1 } } }),
    ],
    [
      "is in an alarm without a start",
      (form) => ({
        ...form,
        pomodoro: { ...working, phase: { state: 2, startedAt: null, continuesAt: null } },
      }),
    ],
    ["lacks a setting", (form) => ({ ...form, pomodoro: { ...working, settings: { workDuration: 1 } } })],
    [
      "has an undo without the state before",
      (form) => ({ ...form, pomodoro: { ...working, undo: { until: 1 } } }),
    ],
  ];
  test.each(damages)("a stored room that %s is refused and left as it is", async (_, damage) => {
    const [storage, key, form] = await written();
    const damaged = damage(form);
    storage.map.set(key, damaged);
    await expect(load(storage)).rejects.toThrow(UnreadableRoom);
    expect(storage.map).toEqual(new Map([[key, damaged]]));
    expect([storage.log, storage.alarm]).toEqual([[], at(100)]);
  });
});

/** A room as version 1 stored it, without a history, at T0 + 40 s. */
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
    "the work of a version 1 room in WORK is recorded from its start",
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
    {
      startedAt: at(0),
      endedAt: at(60),
      plannedMs: 100_000,
      workedMs: 60_000,
      how: "skipped",
      people: 0,
      listDone: 0,
    },
  ],
  [
    "the held time of a version 1 room in held WORK is recorded as paused",
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
    {
      startedAt: at(0),
      endedAt: at(45),
      plannedMs: 100_000,
      workedMs: 30_000,
      how: "reset",
      people: 0,
      listDone: 0,
    },
  ],
  [
    "undo of a skip in a version 1 room continues the work and records nothing",
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
    "an extension of a version 1 room in BREAK_ALARM has no record to continue",
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

/** A version 1 room as this version reads it: an alarm by the timer has rung, and it is unknown what the last change did. */
function migrated(form: Record<string, unknown>): object {
  const { v: _v, pomodoro, ...rest } = form as { v: number; pomodoro: Pomodoro };
  const { phase, by } = pomodoro;
  const ring = "continuesAt" in phase ? { rangAt: by?.via === "timer" ? phase.startedAt : null } : {};
  const { undo } = pomodoro;
  const team = { list: [], turns: null };
  return {
    ...rest,
    pomodoro: {
      ...pomodoro,
      ...team,
      did: null,
      phase: { ...phase, ...ring },
      undo: undo && { ...undo, before: { ...undo.before, ...team } },
    },
  };
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

test("a stored mark of a first look is read, a room without one has none, and an unknown field of a newer server is ignored", async () => {
  const storage = new FakeStorage();
  await save(storage, { ...stored(small), markedAt: changedAt + 30 * DAY });
  expect(storage.alarm).toBe(changedAt + 31 * DAY);
  expect(await load(storage)).toStrictEqual({ ...stored(small), markedAt: changedAt + 30 * DAY });
  const { markedAt: _mark, ...form } = storage.map.get("room") as Record<string, unknown>;
  storage.map.set("room", { ...form, laterField: 1 });
  expect(await load(storage)).toStrictEqual(stored(small));
});

describe("the end of a room", () => {
  const waiting = PHASES.filter(
    ([name, , alarm]) => alarm === changedAt + 30 * DAY && !name.startsWith("held"),
  );
  test.each(waiting)("a room in %s is abandoned 30 days after its last change", (_, pomodoro) => {
    expect(isAbandoned(stored(pomodoro), changedAt + 30 * DAY - 1)).toBe(false);
    expect(isAbandoned(stored(pomodoro), changedAt + 30 * DAY)).toBe(true);
  });

  const timed = PHASES.filter(([, , alarm]) => alarm !== changedAt + 30 * DAY);
  test.each(timed)("a room in %s is never abandoned, because its deadline comes first", (_, pomodoro) => {
    expect(isAbandoned(stored(pomodoro), changedAt + 365 * DAY)).toBe(false);
  });

  const held = PHASES.filter(([name]) => name.startsWith("held"));
  test.each(held)("a room in %s is never abandoned, because somebody wants to continue it", (_, pomodoro) => {
    expect(isAbandoned(stored(pomodoro), changedAt + 365 * DAY)).toBe(false);
    const now = changedAt + 30 * DAY;
    expect(nextAlarmAt(stored(pomodoro), now)).toBe(now + 30 * DAY);
  });

  test("each change postpones the time when a room is abandoned", () => {
    expect(isAbandoned(stored(small, changedAt + seconds(5)), changedAt + 30 * DAY)).toBe(false);
  });
});
