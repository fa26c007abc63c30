/** Arbitraries for fast-check: settings, actions, and random histories of a room. */
import fc from "fast-check";
import type { Action, By, Pomodoro } from "../../../party/shared/pomodoro";
import type { Item, TurnName } from "../../../party/shared/team";
import type { Settings } from "../../../party/shared/settings";
import type { ModelAction } from "./model";
import { act, room, T0 } from "./helpers";

/** Makes plain objects, as JSON.parse does. */
const plainRecord = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record<T>(model, { noNullPrototype: true });

const via = fc.constantFrom("app", "board", "api", "push");
export const byArbitrary: fc.Arbitrary<By> = plainRecord({
  name: fc.option(fc.constantFrom("Kim", "Lee"), { nil: null }),
  via,
});

/** Durations are mostly short, so that a few minutes cover a whole set. Sometimes they are a limit. */
const few = (max: number) => fc.integer({ min: 1, max });
const duration = fc.oneof(
  { weight: 12, arbitrary: few(25) },
  { weight: 1, arbitrary: fc.constantFrom(1, 3600, 86_400) },
);
export const settingsArbitrary: fc.Arbitrary<Settings> = plainRecord({
  workDuration: duration,
  breakDuration: duration,
  numberCycles: fc.oneof({ weight: 6, arbitrary: few(3) }, { weight: 1, arbitrary: fc.constant(24) }),
  longBreakDuration: fc.oneof(fc.constant(0), few(30)),
  autoContinue: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: 5, max: 15 }) },
  ),
});
const KEYS = ["workDuration", "breakDuration", "numberCycles", "longBreakDuration", "autoContinue"] as const;
const someSettings: fc.Arbitrary<Partial<Settings>> = fc
  .tuple(settingsArbitrary, fc.subarray([...KEYS]))
  .map(([all, keys]) => Object.fromEntries(keys.map((key) => [key, all[key]])));

/** The ids are few, so that the same items are ticked, opened again and removed. */
const itemsArbitrary: fc.Arbitrary<Item[]> = fc.uniqueArray(
  plainRecord({
    id: fc.constantFrom("a", "b", "c", "d"),
    text: fc.constantFrom("chapter 3", "tests"),
    done: fc.boolean(),
  }),
  { maxLength: 4, selector: ({ id }) => id },
);
const namesArbitrary: fc.Arbitrary<TurnName[]> = fc.array(
  plainRecord({ name: fc.constantFrom("Ada", "Bo", "Cy"), away: fc.boolean() }),
  { minLength: 2, maxLength: 5 },
);
/** Now and then the index is beyond the names, or missing. */
const turnsArbitrary: fc.Arbitrary<Action> = fc
  .oneof(
    { weight: 6, arbitrary: fc.tuple(namesArbitrary, fc.integer({ min: 0, max: 5 })) },
    { weight: 1, arbitrary: fc.tuple(fc.constant(null), fc.constant(undefined)) },
  )
  .map(([names, at]): Action => ({ type: "turns", names, at }));
/** Moments within the time that a history takes, some beyond the limit; null clears. */
const startArbitrary: fc.Arbitrary<Action> = fc
  .oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 1200 }).map((n) => T0 + n * 1000) },
    { weight: 2, arbitrary: fc.constantFrom(T0 + 7 * 86_400_000, T0 + 8 * 86_400_000, null) },
  )
  .map((at): Action => ({ type: "start", at }));

const plain = (type: "press" | "reset" | "skip" | "hold" | "resume" | "undo" | "next") =>
  fc.constant<Action>({ type });
export const actionArbitrary: fc.Arbitrary<Action> = fc.oneof(
  { weight: 10, arbitrary: plain("press") },
  { weight: 1, arbitrary: plain("reset") },
  { weight: 4, arbitrary: plain("skip") },
  { weight: 3, arbitrary: plain("hold") },
  { weight: 3, arbitrary: plain("resume") },
  { weight: 4, arbitrary: plain("undo") },
  { weight: 2, arbitrary: plain("next") },
  { weight: 2, arbitrary: itemsArbitrary.map((items): Action => ({ type: "list", items })) },
  { weight: 2, arbitrary: turnsArbitrary },
  { weight: 3, arbitrary: startArbitrary },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom("Class 4b", "Ada and Bo", null)
      .map((title): Action => ({ type: "title", title })),
  },
  {
    weight: 3,
    arbitrary: fc
      .oneof({ weight: 5, arbitrary: few(20) }, { weight: 1, arbitrary: fc.constant(3600) })
      .map((seconds): Action => ({ type: "extend", seconds })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(someSettings, fc.constantFrom("now", "next", "next"))
      .map(([settings, when]): Action => ({ type: "setup", settings, when })),
  },
);

export interface Step {
  /** The time since the step before, in ms. */
  readonly wait: number;
  readonly action: Action;
  readonly by: By;
  /** The difference between `on` and the room's rev; undefined if the action has no `on`. */
  readonly off: number | undefined;
  /** The time from now to the action's `until`, in ms; negative if it is too late already. */
  readonly patience: number | undefined;
}
/**
 * Waits are multiples of `unit` ms. Most are short compared with the time for an undo and with a period; a few are
 * longer than the two hours after which an alarm falls back.
 */
export const stepArbitrary = (unit: number, aimed = true): fc.Arbitrary<Step> =>
  plainRecord({
    wait: fc
      .oneof(
        { weight: 3, arbitrary: fc.constant(0) },
        { weight: 12, arbitrary: fc.integer({ min: 0, max: 15_000 }) },
        { weight: 4, arbitrary: fc.integer({ min: 0, max: 90_000 }) },
        { weight: 1, arbitrary: fc.constantFrom(7_199_000, 7_200_000, 7_210_000, 9_000_000) },
      )
      .map((ms) => Math.floor(ms / unit) * unit),
    action: actionArbitrary,
    by: byArbitrary,
    off: aimed
      ? fc.option(fc.constantFrom(0, 0, 0, -1, 1), { nil: undefined, freq: 4 })
      : fc.constant(undefined),
    patience: aimed
      ? fc.option(fc.constantFrom(0, 5000, -1), { nil: undefined, freq: 6 })
      : fc.constant(undefined),
  });
export const lifeArbitrary = (
  unit = 1,
  maxLength = 40,
): fc.Arbitrary<{ settings: Settings; steps: Step[] }> =>
  plainRecord({
    settings: settingsArbitrary,
    steps: fc.array(stepArbitrary(unit, false), { maxLength, size: "max" }),
  });

/** A room after random steps, and the time of the last step. */
export const livedArbitrary: fc.Arbitrary<{ pomodoro: Pomodoro; now: number }> = lifeArbitrary().map(
  ({ settings, steps }) => {
    let pomodoro = room(settings);
    let now = T0;
    for (const { wait, action, by } of steps) {
      now += wait;
      ({ pomodoro } = act(pomodoro, action, now, { by }));
    }
    return { pomodoro, now };
  },
);

const WIRE = {
  workDuration: "work_duration",
  breakDuration: "break_duration",
  numberCycles: "number_cycles",
  longBreakDuration: "long_break_duration",
  autoContinue: "auto_continue",
} as const;
/** Converts an action to its form on the wire, which the model takes. */
export function asWire(action: Action): ModelAction {
  if (action.type === "extend") return { action: "extend", seconds: action.seconds };
  if (action.type === "list") return { action: "list", items: [...action.items] };
  if (action.type === "turns") {
    const { names, at } = action;
    return { action: "turns", names: names && [...names], ...(at === undefined ? {} : { at }) };
  }
  if (action.type === "start") return { action: "start", at: action.at };
  if (action.type === "title") return { action: "title", title: action.title };
  if (action.type !== "setup") return { action: action.type };
  const fields = KEYS.flatMap((key) => {
    const value = action.settings[key];
    return value === undefined ? [] : [[WIRE[key], value] as const];
  });
  return { action: "setup", when: action.when, ...Object.fromEntries(fields) };
}
