/** Shared helpers of the tests of the machine: a fixed clock, people, and short functions that drive the machine. */
import {
  newPomodoro,
  nextDeadline,
  refusalIn,
  ringIn,
  settle,
  transition,
} from "../../../party/shared/pomodoro";
import { DEFAULT_SETTINGS } from "../../../party/shared/settings";
import type {
  Action,
  By,
  Pomodoro,
  PomodoroEvent,
  Refusal,
  State,
  Transition,
} from "../../../party/shared/pomodoro";
import type { Settings } from "../../../party/shared/settings";
import { toRoomMessage } from "../../../party/shared/codec";
import { judgeMore } from "../../../party/shared/moreActions";
import type { RoomMessage } from "../../../party/shared/serverMessages";

/** The start time of every test's clock, in ms. */
export const T0 = 1_790_000_000_000;
export const KIM: By = { name: "Kim", via: "app" };
export const LEE: By = { name: "Lee", via: "board" };
export const TIMER: By = { name: null, via: "timer" };

export const seconds = (n: number): number => n * 1000;
export const hours = (n: number): number => n * 3_600_000;
/** The time that is n seconds after T0, in ms. */
export const at = (n: number): number => T0 + seconds(n);

export const PRESS: Action = { type: "press" };
export const RESET: Action = { type: "reset" };
export const SKIP: Action = { type: "skip" };
export const HOLD: Action = { type: "hold" };
export const RESUME: Action = { type: "resume" };
export const UNDO: Action = { type: "undo" };
export const extend = (n: number): Action => ({ type: "extend", seconds: n });
export const setup = (settings: Partial<Settings> = {}, when: "now" | "next" = "now"): Action => ({
  type: "setup",
  settings,
  when,
});

/** Freezes a value deeply, so that a write into it throws. */
export function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}

/** An untouched room with these settings. */
export const room = (settings: Partial<Settings> = {}): Pomodoro =>
  frozen(newPomodoro({ ...DEFAULT_SETTINGS, ...settings }));

/** A transition of the machine, with the ring and the refusal that its events report. */
export interface Result {
  readonly pomodoro: Pomodoro;
  readonly events: readonly PomodoroEvent[];
  readonly rang: State | null;
  readonly refused: Refusal | null;
}
export const resultOf = ([pomodoro, events]: Transition): Result => ({
  pomodoro,
  events,
  rang: ringIn(events),
  refused: refusalIn(events),
});

export const act = (
  pomodoro: Pomodoro,
  action: Action,
  now: number,
  aim: { by?: By; on?: number; state?: State; until?: number } = {},
): Result => {
  const { by = KIM, on, state, until } = aim;
  return frozen(resultOf(transition(frozen(pomodoro), { action, by, on, state, until }, now, judgeMore)));
};

/** Applies [seconds after T0, action] pairs, each of which must be accepted. */
export function play(pomodoro: Pomodoro, ...steps: readonly (readonly [number, Action])[]): Pomodoro {
  return steps.reduce((before, [when, action]) => {
    const { pomodoro: after, refused } = act(before, action, at(when));
    if (refused !== null) throw new Error(`${action.type} at ${when} s was refused: ${refused.detail}`);
    return after;
  }, pomodoro);
}

export const settled = (pomodoro: Pomodoro, now: number): Pomodoro => settle(frozen(pomodoro), now)[0];

/** The room message at `now`, after everything that is due has happened. */
export const wire = (pomodoro: Pomodoro, now: number): RoomMessage =>
  toRoomMessage(settled(pomodoro, now), now);

/** Settles at every deadline up to `end`, each at its own time, as a server that is never late does. */
export function onTimeUntil(pomodoro: Pomodoro, end: number): { pomodoro: Pomodoro; crossed: number } {
  let current = pomodoro;
  let crossed = 0;
  for (let due = nextDeadline(current); due !== null && due <= end; due = nextDeadline(current)) {
    const next = settled(current, due);
    if (next === current) throw new Error("a deadline came and nothing happened");
    current = next;
    crossed++;
  }
  return { pomodoro: current, crossed };
}
