/** Tests every action in every state with a table; each row is compared in every field of the room message. */
import { describe, expect, test } from "vitest";
import type { Action, Did, Pomodoro } from "../../../party/shared/pomodoro";
import { toRoomMessage } from "../../../party/shared/codec";
import type { RoomMessage } from "../../../party/shared/serverMessages";
import { act, at, extend, HOLD, KIM, LEE, PRESS, RESET, RESUME, room, seconds, settled } from "./helpers";
import { play, setup, SKIP, TIMER, UNDO } from "./helpers";

type PhaseFields = Pick<
  RoomMessage,
  "state" | "message" | "started_at" | "ends_at" | "total_ms" | "held_ms" | "continues_at" | "over"
>;

const NOTHING_TIMED = { ends_at: null, total_ms: null, held_ms: null, continues_at: null, over: false };
const MESSAGE = { 1: "Work", 2: "Break time", 3: "Short Break", 4: "Back to work" } as const;

const idle = (started: number | null): PhaseFields => ({
  ...NOTHING_TIMED,
  state: 0,
  message: "Press Me!",
  started_at: started === null ? null : at(started),
});
const running = (state: 1 | 3, started: number, ends: number, total = ends - started): PhaseFields => ({
  ...NOTHING_TIMED,
  state,
  message: MESSAGE[state],
  started_at: at(started),
  ends_at: at(ends),
  total_ms: seconds(total),
});
const held = (state: 1 | 3, started: number, left: number, total: number): PhaseFields => ({
  ...NOTHING_TIMED,
  state,
  message: MESSAGE[state],
  started_at: at(started),
  total_ms: seconds(total),
  held_ms: seconds(left),
});
const ringing = (state: 2 | 4, started: number, continues: number | null = null): PhaseFields => ({
  ...NOTHING_TIMED,
  state,
  message: MESSAGE[state],
  started_at: at(started),
  continues_at: continues === null ? null : at(continues),
});
const longBreak = (started: number, rings: number | null, over = false): PhaseFields => ({
  ...NOTHING_TIMED,
  state: 5,
  message: "Long break time",
  started_at: at(started),
  ends_at: rings === null ? null : at(rings),
  over,
});

const SETTINGS = {
  work_duration: 100,
  break_duration: 20,
  number_cycles: 2,
  long_break_duration: 60,
  auto_continue: 0,
};
const FRESH = {
  work_duration: 1500,
  break_duration: 300,
  number_cycles: 3,
  long_break_duration: 0,
  auto_continue: 0,
};
const touched = (more: Partial<{ longBreakDuration: number; autoContinue: number }> = {}): Pomodoro =>
  play(room(), [
    0,
    setup({ workDuration: 100, breakDuration: 20, numberCycles: 2, longBreakDuration: 60, ...more }),
  ]);

const WORKING = [0, PRESS] as const;
const FIRST_BREAK = [WORKING, [100, PRESS]] as const;
const SECOND_BREAK = [...FIRST_BREAK, [120, PRESS], [220, PRESS]] as const;
const LAST_WORK = [...SECOND_BREAK, [240, PRESS]] as const;
const LAST_BREAK = [...LAST_WORK, [340, PRESS]] as const;

const ACTIONS = {
  press: PRESS,
  "setup of two fields": setup({ workDuration: 60, numberCycles: 5 }),
  "setup without fields": setup(),
  "setup for the next period": setup({ workDuration: 60, longBreakDuration: 90, autoContinue: 15 }, "next"),
  reset: RESET,
  skip: SKIP,
  hold: HOLD,
  resume: RESUME,
  "extend by 90 s": extend(90),
  "undo without a change to undo": UNDO,
} as const satisfies Record<string, Action>;
type ActionName = keyof typeof ACTIONS;
/** The actions whose outcome depends on the state; a setup has the same outcome in every state. */
type Differing = "press" | "reset" | "skip" | "hold" | "resume" | "extend by 90 s";

/** "nothing" if the action is accepted and changes nothing, an error code, or the fields of the room message that change. */
type Outcome = "nothing" | "not-now" | "no-undo" | (Partial<RoomMessage> & { then: string });
const becomes = (then: string, phase: PhaseFields, more: Partial<RoomMessage> = {}): Outcome => ({
  then,
  ...phase,
  ...more,
});

interface Start {
  readonly name: string;
  readonly pomodoro: Pomodoro;
  /** The time of the action, in s after T0. It is more than 10 s after the last change. */
  readonly now: number;
  /** The room message before the action. */
  readonly before: Omit<RoomMessage, "now" | "type" | "v" | "undo_until">;
  readonly outcomes: Record<Differing, Outcome>;
}

const STARTS: readonly Start[] = [
  {
    name: "an untouched room",
    pomodoro: room(),
    now: 1000,
    before: { ...FRESH, ...idle(null), cycle: 0, rev: 0, by: null },
    outcomes: {
      press: becomes("begins WORK", running(1, 1000, 2500)),
      reset: "not-now",
      skip: "not-now",
      hold: "not-now",
      resume: "not-now",
      "extend by 90 s": "not-now",
    },
  },
  {
    name: "IDLE",
    pomodoro: touched(),
    now: 1000,
    before: { ...SETTINGS, ...idle(0), cycle: 0, rev: 1, by: KIM },
    outcomes: {
      press: becomes("begins WORK", running(1, 1000, 1100)),
      reset: "not-now",
      skip: "not-now",
      hold: "not-now",
      resume: "not-now",
      "extend by 90 s": "not-now",
    },
  },
  {
    name: "running WORK",
    pomodoro: play(touched(), WORKING),
    now: 40,
    before: { ...SETTINGS, ...running(1, 0, 100), cycle: 0, rev: 2, by: KIM },
    outcomes: {
      press: "nothing",
      reset: becomes("gives IDLE", idle(40)),
      skip: becomes("gives BREAK_ALARM", ringing(2, 40)),
      hold: becomes("freezes the time left", held(1, 0, 60, 100)),
      resume: "not-now",
      "extend by 90 s": becomes("moves the deadline", running(1, 0, 190)),
    },
  },
  {
    name: "held WORK",
    pomodoro: play(touched(), WORKING, [30, HOLD]),
    now: 1000,
    before: { ...SETTINGS, ...held(1, 0, 70, 100), cycle: 0, rev: 3, by: KIM },
    outcomes: {
      press: becomes("resumes the period", running(1, 0, 1070, 100)),
      reset: becomes("gives IDLE", idle(1000)),
      skip: becomes("gives BREAK_ALARM", ringing(2, 1000)),
      hold: "not-now",
      resume: becomes("resumes the period", running(1, 0, 1070, 100)),
      "extend by 90 s": becomes("adds to the time left", held(1, 0, 160, 190)),
    },
  },
  {
    name: "BREAK_ALARM with cycle < number_cycles",
    pomodoro: play(touched(), WORKING),
    now: 150,
    before: { ...SETTINGS, ...ringing(2, 100), cycle: 0, rev: 3, by: TIMER },
    outcomes: {
      press: becomes("begins SHORT_BREAK", running(3, 150, 170), { cycle: 1 }),
      reset: becomes("gives IDLE", idle(150)),
      skip: becomes("begins WORK and adds one to cycle", running(1, 150, 250), { cycle: 1 }),
      hold: "not-now",
      resume: "not-now",
      "extend by 90 s": becomes("continues WORK for that time", running(1, 150, 240)),
    },
  },
  {
    name: "BREAK_ALARM with cycle = number_cycles",
    pomodoro: play(touched(), ...LAST_WORK),
    now: 360,
    before: { ...SETTINGS, ...ringing(2, 340), cycle: 2, rev: 11, by: TIMER },
    outcomes: {
      press: becomes("begins LONG_BREAK and sets cycle to 0", longBreak(360, 420), { cycle: 0 }),
      reset: becomes("gives IDLE and sets cycle to 0", idle(360), { cycle: 0 }),
      skip: becomes("begins WORK and sets cycle to 0", running(1, 360, 460), { cycle: 0 }),
      hold: "not-now",
      resume: "not-now",
      "extend by 90 s": becomes("continues WORK for that time", running(1, 360, 450), { cycle: 2 }),
    },
  },
  {
    name: "BREAK_ALARM that auto_continue will press",
    pomodoro: play(touched({ autoContinue: 30 }), WORKING),
    now: 115,
    before: { ...SETTINGS, auto_continue: 30, ...ringing(2, 100, 130), cycle: 0, rev: 3, by: TIMER },
    outcomes: {
      press: becomes("begins SHORT_BREAK", running(3, 115, 135), { cycle: 1 }),
      reset: becomes("gives IDLE", idle(115)),
      skip: becomes("begins WORK and adds one to cycle", running(1, 115, 215), { cycle: 1 }),
      hold: "not-now",
      resume: "not-now",
      "extend by 90 s": becomes("continues WORK for that time", running(1, 115, 205)),
    },
  },
  {
    name: "running SHORT_BREAK",
    pomodoro: play(touched(), ...FIRST_BREAK),
    now: 115,
    before: { ...SETTINGS, ...running(3, 100, 120), cycle: 1, rev: 4, by: KIM },
    outcomes: {
      press: "nothing",
      reset: becomes("gives IDLE and sets cycle to 0", idle(115), { cycle: 0 }),
      skip: becomes("gives WORK_ALARM", ringing(4, 115)),
      hold: becomes("freezes the time left", held(3, 100, 5, 20)),
      resume: "not-now",
      "extend by 90 s": becomes("moves the deadline", running(3, 100, 210)),
    },
  },
  {
    name: "running SHORT_BREAK with auto_continue",
    pomodoro: play(touched({ autoContinue: 30 }), ...FIRST_BREAK),
    now: 115,
    before: { ...SETTINGS, auto_continue: 30, ...running(3, 100, 120), cycle: 1, rev: 4, by: KIM },
    outcomes: {
      press: "nothing",
      reset: becomes("gives IDLE and sets cycle to 0", idle(115), { cycle: 0 }),
      skip: becomes("gives a WORK_ALARM that auto_continue will press", ringing(4, 115, 145)),
      hold: becomes("freezes the time left", held(3, 100, 5, 20)),
      resume: "not-now",
      "extend by 90 s": becomes("moves the deadline", running(3, 100, 210)),
    },
  },
  {
    name: "held SHORT_BREAK",
    pomodoro: play(touched(), ...FIRST_BREAK, [105, HOLD]),
    now: 1000,
    before: { ...SETTINGS, ...held(3, 100, 15, 20), cycle: 1, rev: 5, by: KIM },
    outcomes: {
      press: becomes("resumes the period", running(3, 100, 1015, 20)),
      reset: becomes("gives IDLE and sets cycle to 0", idle(1000), { cycle: 0 }),
      skip: becomes("gives WORK_ALARM", ringing(4, 1000)),
      hold: "not-now",
      resume: becomes("resumes the period", running(3, 100, 1015, 20)),
      "extend by 90 s": becomes("adds to the time left", held(3, 100, 105, 110)),
    },
  },
  {
    name: "WORK_ALARM",
    pomodoro: play(touched(), ...FIRST_BREAK),
    now: 150,
    before: { ...SETTINGS, ...ringing(4, 120), cycle: 1, rev: 5, by: TIMER },
    outcomes: {
      press: becomes("begins WORK", running(1, 150, 250)),
      reset: becomes("gives IDLE and sets cycle to 0", idle(150), { cycle: 0 }),
      skip: "not-now",
      hold: "not-now",
      resume: "not-now",
      "extend by 90 s": becomes("continues SHORT_BREAK for that time and keeps cycle", running(3, 150, 240)),
    },
  },
  {
    name: "WORK_ALARM that auto_continue will press",
    pomodoro: play(touched({ autoContinue: 30 }), ...FIRST_BREAK),
    now: 135,
    before: { ...SETTINGS, auto_continue: 30, ...ringing(4, 120, 150), cycle: 1, rev: 5, by: TIMER },
    outcomes: {
      press: becomes("begins WORK", running(1, 135, 235)),
      reset: becomes("gives IDLE and sets cycle to 0", idle(135), { cycle: 0 }),
      skip: "not-now",
      hold: "not-now",
      resume: "not-now",
      "extend by 90 s": becomes("continues SHORT_BREAK for that time and keeps cycle", running(3, 135, 225)),
    },
  },
  {
    name: "LONG_BREAK before its ring",
    pomodoro: play(touched(), ...LAST_BREAK),
    now: 360,
    before: { ...SETTINGS, ...longBreak(340, 400), cycle: 0, rev: 12, by: KIM },
    outcomes: {
      press: becomes("gives IDLE", idle(360)),
      reset: becomes("gives IDLE", idle(360)),
      skip: "not-now",
      hold: "not-now",
      resume: "not-now",
      "extend by 90 s": "not-now",
    },
  },
  {
    name: "LONG_BREAK after its ring",
    pomodoro: play(touched(), ...LAST_BREAK),
    now: 500,
    before: { ...SETTINGS, ...longBreak(340, null, true), cycle: 0, rev: 13, by: TIMER },
    outcomes: {
      press: becomes("gives IDLE", idle(500)),
      reset: becomes("gives IDLE", idle(500)),
      skip: "not-now",
      hold: "not-now",
      resume: "not-now",
      "extend by 90 s": "not-now",
    },
  },
  {
    name: "LONG_BREAK without a ring",
    pomodoro: play(touched({ longBreakDuration: 0 }), ...LAST_BREAK),
    now: 5000,
    before: { ...SETTINGS, long_break_duration: 0, ...longBreak(340, null), cycle: 0, rev: 12, by: KIM },
    outcomes: {
      press: becomes("gives IDLE", idle(5000)),
      reset: becomes("gives IDLE", idle(5000)),
      skip: "not-now",
      hold: "not-now",
      resume: "not-now",
      "extend by 90 s": "not-now",
    },
  },
];

/** All outcomes of a state: a setup gives IDLE and `cycle` 0 and changes the given fields; with "next", only settings. */
const outcomesOf = ({ now, outcomes }: Start): Record<ActionName, Outcome> => ({
  ...outcomes,
  "setup of two fields": becomes("gives IDLE with these fields", idle(now), {
    cycle: 0,
    work_duration: 60,
    number_cycles: 5,
  }),
  "setup without fields": becomes("gives IDLE and keeps every setting", idle(now), { cycle: 0 }),
  "setup for the next period": {
    then: "changes the settings and nothing else",
    work_duration: 60,
    long_break_duration: 90,
    auto_continue: 15,
  },
  "undo without a change to undo": "no-undo",
});

/** Returns when the room rang, if the last change is an alarm or the end of a long break by the timer. */
const rangAt = ({ before }: Start): number | undefined => {
  if (before.by?.via !== "timer") return undefined;
  if (before.state === 5) return (before.started_at ?? NaN) + seconds(before.long_break_duration);
  return before.state === 2 || before.state === 4 ? (before.started_at ?? NaN) : undefined;
};
/** Leaves out the fields without a value, as the room message does. */
const optional = (fields: { rang_at?: number | undefined; did?: Did | undefined }): Partial<RoomMessage> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const messageBefore = (start: Start, ring = true): RoomMessage => ({
  type: "room",
  v: 1,
  ...start.before,
  ...optional({ rang_at: ring ? rangAt(start) : undefined, did: didBefore(start) }),
  undo_until: null,
  now: at(start.now),
});

/** Returns what the change before did; undefined if the timer made it. */
function didBefore({ before }: Start): Did | undefined {
  if (before.by === null || before.by.via === "timer") return undefined;
  if (before.held_ms !== null) return "held";
  const started = {
    0: "durations-changed",
    1: "work-started",
    3: "break-started",
    5: "long-break-started",
  } as const;
  return before.state === 2 || before.state === 4 ? "skipped" : started[before.state];
}
/** Returns what an action does in a state that it changes. */
function didBy(name: ActionName, { before }: Start, after: Partial<RoomMessage>): Did {
  switch (name) {
    case "press": {
      if (before.held_ms !== null) return "resumed";
      const did = {
        1: "work-started",
        3: "break-started",
        5: "long-break-started",
        0: "set-finished",
      } as const;
      return did[after.state as 0 | 1 | 3 | 5];
    }
    case "setup of two fields":
    case "setup for the next period":
      return "durations-changed";
    case "setup without fields":
      return before.state === 0 ? "settings-changed" : "reset";
    case "reset":
      return "reset";
    case "skip":
      return "skipped";
    case "hold":
      return "held";
    case "resume":
      return "resumed";
    case "extend by 90 s":
      return "extended";
    case "undo without a change to undo":
      return "undone";
  }
}

const rows = STARTS.flatMap((start) => {
  const outcomes = outcomesOf(start);
  return (Object.keys(ACTIONS) as ActionName[]).map((name) => ({ start, name, outcome: outcomes[name] }));
});
const sentence = (name: ActionName, start: Start, outcome: Outcome): string => {
  const subject = `the action ${name} in ${start.name}`;
  if (outcome === "nothing") return `${subject} changes nothing`;
  return typeof outcome === "string" ? `${subject} is refused as ${outcome}` : `${subject} ${outcome.then}`;
};

describe.each(STARTS)("$name", (start) => {
  test(`the room message of ${start.name} has exactly the fields of the field table`, () => {
    expect(toRoomMessage(settled(start.pomodoro, at(start.now)), at(start.now))).toStrictEqual(
      messageBefore(start),
    );
  });

  test.each(
    rows
      .filter((row) => row.start === start)
      .map((row) => [sentence(row.name, start, row.outcome), row] as const),
  )("%s", (_, { name, outcome }) => {
    const now = at(start.now);
    const { pomodoro, refused } = act(start.pomodoro, ACTIONS[name], now, { by: LEE });
    expect(refused?.code ?? null).toBe(typeof outcome === "string" && outcome !== "nothing" ? outcome : null);
    if (typeof outcome === "string") {
      expect(toRoomMessage(pomodoro, now)).toStrictEqual(messageBefore(start));
      return;
    }
    const { then: _then, ...fields } = outcome;
    expect(toRoomMessage(pomodoro, now)).toStrictEqual({
      ...messageBefore(start, !("state" in fields)),
      ...fields,
      rev: start.before.rev + 1,
      by: LEE,
      did: didBy(name, start, fields),
      undo_until: now + 10_000,
    });
  });
});

describe("undo", () => {
  const changing = rows.filter(({ outcome }) => typeof outcome !== "string");

  test.each(changing.map((row) => [row.name, row.start.name, row] as const))(
    "undo of %s in %s restores everything except rev",
    (_, __, { start, name }) => {
      const { pomodoro: changed } = act(start.pomodoro, ACTIONS[name], at(start.now));
      const later = at(start.now + 3);
      const { pomodoro, refused } = act(changed, UNDO, later, { by: LEE });
      expect(refused).toBeNull();
      expect(toRoomMessage(pomodoro, later)).toStrictEqual({
        ...messageBefore(start, name === "setup for the next period"),
        rev: start.before.rev + 2,
        by: LEE,
        did: "undone",
        now: later,
      });
    },
  );

  test.each(changing.map((row) => [row.name, row.start.name, row] as const))(
    "undo of %s in %s cannot itself be undone",
    (_, __, { start, name }) => {
      const { pomodoro: changed } = act(start.pomodoro, ACTIONS[name], at(start.now));
      const { pomodoro: undone } = act(changed, UNDO, at(start.now + 1));
      const { pomodoro, refused } = act(undone, UNDO, at(start.now + 2));
      expect(refused?.code).toBe("no-undo");
      expect(pomodoro).toStrictEqual(undone);
    },
  );
});

describe("the table", () => {
  test("the table has every state with every action", () => {
    expect(new Set(STARTS.map(({ before }) => before.state))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    expect(rows).toHaveLength(STARTS.length * 10);
    expect(new Set(Object.values(ACTIONS).map(({ type }) => type)).size).toBe(8);
  });
});
