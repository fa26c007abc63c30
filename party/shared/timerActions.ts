/**
 * The actions that a person, a board or a script may ask for, and what those on the timer do. `moreActions.ts` has the
 * others. PURE.
 */
import { alarm, endOfWork, idle, longBreak, period } from "./moment";
import type { Moment, MomentEvent } from "./moment";
import {
  alarmAfter,
  BREAK_ALARM,
  IDLE,
  isAlarm,
  isHeld,
  isPeriod,
  isRunning,
  leftOf,
  LONG_BREAK,
  periodBefore,
  SHORT_BREAK,
  WORK,
  WORK_ALARM,
} from "./phases";
import type { HeldPeriod } from "./phases";
import { MAX_DURATION } from "./settings";
import type { SettingName, Settings } from "./settings";
import { withTurn } from "./team";
import type { Item, TurnName } from "./team";

/** What a person, a board or a script may ask for. */
export type Action =
  | { readonly type: "press" | "reset" | "skip" | "hold" | "resume" }
  | { readonly type: "extend"; readonly seconds: number }
  | { readonly type: "setup"; readonly settings: Partial<Settings>; readonly when: "now" | "next" }
  | MoreAction;
/** What `moreActions.ts` judges. */
export type MoreAction =
  | { readonly type: "undo" | "next" }
  /** The whole list. */
  | { readonly type: "list"; readonly items: readonly Item[] }
  /** `names` null: no turns. */
  | {
      readonly type: "turns";
      readonly names: readonly TurnName[] | null;
      readonly at?: number | undefined;
    }
  /** `at`: when work begins by itself, epoch ms; null: not. */
  | { readonly type: "start"; readonly at: number | null }
  /** `title` null: none. */
  | { readonly type: "title"; readonly title: string | null };

/** What a person's change did. */
export type Did =
  | "work-started"
  | "break-started"
  | "long-break-started"
  | "set-finished"
  | "held"
  | "resumed"
  | "skipped"
  | "extended"
  | "reset"
  | "durations-changed"
  | "settings-changed"
  | "list-changed"
  | "turns-changed"
  | "turn-passed"
  | "start-set"
  | "start-cleared"
  | "title-changed"
  | "undone";

export interface Refusal {
  readonly code: "stale" | "not-now" | "no-undo" | "bad-message";
  readonly detail: string;
}

/** What an action leads to. */
export interface Step {
  /** It may have the fields of a pomodoro: `transition` and `settle` replace them. */
  readonly moment: Moment;
  readonly did: Did;
  readonly events?: readonly MomentEvent[];
}
/** Null: the action is accepted and changes nothing. */
export type Outcome = Step | Refusal | null;

/** What the action does at `now`; `judgeMore` judges the actions of `moreActions.ts`. */
export function judge<M extends Moment>(
  moment: M,
  action: Action,
  now: number,
  judgeMore?: (moment: M, action: MoreAction, now: number) => Outcome,
): Outcome {
  switch (action.type) {
    case "press":
      return press(moment, now);
    case "setup":
      return setup(moment, action, now);
    case "reset":
      return moment.phase.state === IDLE
        ? notNow("reset")
        : { moment: idle(moment, now), did: "reset", events: endOfWork(moment, "reset", now) };
    case "skip":
      return skip(moment, now);
    case "hold":
      return hold(moment, now);
    case "resume":
      return isHeld(moment.phase) ? resume(moment, moment.phase, now) : notNow("resume");
    case "extend":
      return extend(moment, action.seconds, now);
    default:
      return judgeMore?.(moment, action, now) ?? null;
  }
}

export const refuse = (code: Refusal["code"], detail: string): Refusal => ({ code, detail });
export const notNow = (what: Action["type"]): Refusal =>
  refuse("not-now", `${what} means nothing in this state`);

/** The one button. Null where a press means nothing; it is not remembered. */
export function press(moment: Moment, at: number): Step | null {
  const { phase, cycle, settings } = moment;
  switch (phase.state) {
    case IDLE:
    case WORK_ALARM:
      return { ...period(moment, WORK, at), did: "work-started" };
    case BREAK_ALARM:
      return cycle < settings.numberCycles
        ? { ...period(moment, SHORT_BREAK, at, cycle + 1), did: "break-started" }
        : { ...longBreak(moment, at), did: "long-break-started" };
    case LONG_BREAK:
      return { moment: idle(moment, at), did: "set-finished" };
    case WORK:
    case SHORT_BREAK:
      return isHeld(phase) ? resume(moment, phase, at) : null;
  }
}

const DURATIONS: readonly SettingName[] = ["workDuration", "breakDuration"];

function setup(moment: Moment, action: Extract<Action, { type: "setup" }>, at: number): Step {
  const settings = { ...moment.settings, ...action.settings };
  const durations = DURATIONS.some((name) => settings[name] !== moment.settings[name]);
  const isNow = action.when === "now";
  const other = isNow && moment.phase.state !== IDLE ? "reset" : "settings-changed";
  const next = { ...moment, settings };
  return {
    moment: isNow ? idle(next, at) : next,
    did: durations ? "durations-changed" : other,
    events: isNow ? endOfWork(moment, "setup", at) : [],
  };
}

function skip(moment: Moment, at: number): Outcome {
  const { phase, cycle, settings } = moment;
  if (isPeriod(phase)) {
    return {
      moment: alarm(moment, alarmAfter(phase.state), at, false),
      did: "skipped",
      events: endOfWork(moment, "skipped", at),
    };
  }
  if (phase.state !== BREAK_ALARM) return notNow("skip");
  return { ...period(moment, WORK, at, cycle < settings.numberCycles ? cycle + 1 : 0), did: "skipped" };
}

function hold(moment: Moment, at: number): Outcome {
  const { phase } = moment;
  if (!isRunning(phase)) return notNow("hold");
  const { endsAt: _end, ...rest } = phase;
  return { moment: { ...moment, phase: { ...rest, heldMs: leftOf(phase, at) } }, did: "held" };
}

function resume(moment: Moment, { heldMs, ...rest }: HeldPeriod, at: number): Step {
  return { moment: { ...moment, phase: { ...rest, endsAt: at + heldMs } }, did: "resumed" };
}

function extend(moment: Moment, seconds: number, at: number): Outcome {
  const { phase } = moment;
  const moreMs = seconds * 1000;
  if (isAlarm(phase)) {
    const state = periodBefore(phase.state);
    const isWork = state === WORK;
    const again = { state, startedAt: at, totalMs: moreMs, endsAt: at + moreMs };
    const events: MomentEvent[] = isWork ? [{ type: "workContinued" }] : [];
    // Whoever worked goes on, so the turn comes back.
    const turns = isWork ? withTurn(moment.turns, -1) : moment.turns;
    return { moment: { ...moment, phase: again, turns }, did: "extended", events };
  }
  if (!isPeriod(phase)) return notNow("extend");
  const leftMs = leftOf(phase, at) + moreMs;
  // A period never has more left than the longest setting, extensions included.
  if (leftMs > MAX_DURATION * 1000) {
    return refuse("bad-message", `seconds: more than ${MAX_DURATION} seconds would be left`);
  }
  const totalMs = phase.totalMs + moreMs;
  const longer = isHeld(phase)
    ? { ...phase, totalMs, heldMs: leftMs }
    : { ...phase, totalMs, endsAt: phase.endsAt + moreMs };
  return { moment: { ...moment, phase: longer }, did: "extended" };
}
