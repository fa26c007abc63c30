/**
 * The machine: a pure function of (pomodoro, request, now). It reads no clock, socket or storage.
 *
 * Moments are epoch milliseconds on the server's clock and end in `At`; lengths in milliseconds end in `Ms`;
 * settings are whole seconds, as in the course. With the new pomodoro the machine returns the events that led to it,
 * in order: history, push and hints read those, and nobody else compares two states.
 */
import { DEFAULT_SETTINGS, MAX_DURATION } from "./settings";
import type { SettingName, Settings } from "./settings";
import { withTurn } from "./team";
import type { Item, TurnName, Turns } from "./team";

export const IDLE = 0;
export const WORK = 1;
export const BREAK_ALARM = 2;
export const SHORT_BREAK = 3;
export const WORK_ALARM = 4;
export const LONG_BREAK = 5;

/** The name of each state in attributes and files; the index is the state. */
export const STATE_NAMES = [
  "idle",
  "work",
  "break-alarm",
  "short-break",
  "work-alarm",
  "long-break",
] as const;

export type State = 0 | 1 | 2 | 3 | 4 | 5;

/** The message of each state, in the course's exact words; the index is the state. */
export const MESSAGES = [
  "Press Me!",
  "Work",
  "Break time",
  "Short Break",
  "Back to work",
  "Long break time",
] as const;

/** A period never has more than this left, extensions included: 24 hours, in s. */
export const MAX_LEFT = MAX_DURATION;
/** How long after a person's change it can be undone. */
export const UNDO_MS = 10_000;
/** An alarm that nobody answers for this long ends, so that nobody finds it ringing the next morning. */
export const FALLBACK_MS = 2 * 60 * 60 * 1000;

/** Through what a change was made; `timer`: the room itself, at a deadline. */
export const VIAS = ["app", "board", "api", "push", "timer"] as const;
export type Via = (typeof VIAS)[number];
/** Who made a change. */
export interface By {
  readonly name: string | null;
  readonly via: Via;
}
const TIMER: By = { name: null, via: "timer" };

export type PeriodState = typeof WORK | typeof SHORT_BREAK;
export type AlarmState = typeof BREAK_ALARM | typeof WORK_ALARM;

interface PeriodBase {
  readonly state: PeriodState;
  readonly startedAt: number;
  /** Planned length, extensions included. */
  readonly totalMs: number;
  /** When it rang: only in work that began at a set time, and not after an undo of its end. */
  readonly rangAt?: number | null | undefined;
}
export interface RunningPeriod extends PeriodBase {
  readonly endsAt: number;
}
export interface HeldPeriod extends PeriodBase {
  /** Time left, frozen. */
  readonly heldMs: number;
}
export interface Idle {
  readonly state: typeof IDLE;
  /** Null in a room that nobody has changed yet. */
  readonly startedAt: number | null;
  /** When work begins by itself; missing where no start is set. */
  readonly startsAt?: number | undefined;
}
/** `rangAt`: when it rang; null where it does not ring: after a skip, and after an undo of its answer. */
interface Rings {
  readonly rangAt: number | null;
}
export interface Alarm extends Rings {
  readonly state: AlarmState;
  /** The deadline that rang, or the moment of the skip. */
  readonly startedAt: number;
  /** When it presses itself; null: it waits, and ends after FALLBACK_MS. */
  readonly continuesAt: number | null;
}
export interface LongBreak extends Rings {
  readonly state: typeof LONG_BREAK;
  readonly startedAt: number;
  /** The optional ring; null without one and after it. */
  readonly ringsAt: number | null;
  /** True after the optional ring. */
  readonly over: boolean;
}
export type Phase = Idle | RunningPeriod | HeldPeriod | Alarm | LongBreak;

/** Everything that an undo restores. */
export interface Moment {
  readonly settings: Settings;
  /** Work + short-break pairs begun in this set. */
  readonly cycle: number;
  readonly phase: Phase;
  /** What the room wants to do; empty where nobody keeps a list. */
  readonly list: readonly Item[];
  /** Whose turn it is; null where nobody takes turns. */
  readonly turns: Turns | null;
}

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
  | "undone";

/** What everyone in the room knows of it. */
export interface Shared extends Moment {
  /** Grows by one with every change. */
  readonly rev: number;
  /** Who made the last change; null in a room that nobody has changed yet. */
  readonly by: By | null;
  /** What the last change did; null where the timer made it, and where it is not known. */
  readonly did: Did | null;
}
export interface Pomodoro extends Shared {
  /** What an undo of the last change restores, and until when it may (inclusive). */
  readonly undo: { readonly until: number; readonly before: Moment } | null;
}

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
  | { readonly type: "start"; readonly at: number | null };

/** An action, who asks for it, and what it is aimed at. */
export interface ActionRequest {
  readonly action: Action;
  readonly by: By;
  /** The rev it is aimed at: at any other rev, nothing happens. */
  readonly on?: number | undefined;
  /** Server time in ms after which it must not happen. */
  readonly until?: number | undefined;
}

export interface Refusal {
  readonly code: "stale" | "not-now" | "no-undo" | "bad-message";
  readonly detail: string;
}

/** How a work period ended: its time was over, or by an action. */
export type WorkEnd = "done" | "skipped" | "reset" | "setup";

/** What happened, in order. Events of time come first; those after `acted` are the action's consequences. */
export type PomodoroEvent =
  | { readonly type: "acted"; readonly did: Did }
  | { readonly type: "refused"; readonly refusal: Refusal }
  | { readonly type: "started"; readonly state: PeriodState | typeof LONG_BREAK; readonly at: number }
  | {
      readonly type: "workEnded";
      readonly at: number;
      readonly how: WorkEnd;
      readonly startedAt: number;
      readonly plannedMs: number;
      readonly workedMs: number;
    }
  /** The list was edited, in this state. */
  | {
      readonly type: "listed";
      readonly state: State;
      readonly before: readonly Item[];
      readonly after: readonly Item[];
    }
  /** Work goes on from its alarm, by an extension. */
  | { readonly type: "workContinued" }
  /** Time is over: the beginning of this state rings (chime, push). */
  | { readonly type: "rang"; readonly state: State }
  /** Nobody answered the alarm for FALLBACK_MS; its ring is no news any more. */
  | { readonly type: "alarmExpired" };

/** The pomodoro is the same object when nothing changed. */
export type Transition = readonly [pomodoro: Pomodoro, events: readonly PomodoroEvent[]];

export function newPomodoro(settings: Settings = DEFAULT_SETTINGS): Pomodoro {
  const phase: Phase = { state: IDLE, startedAt: null };
  return { settings, cycle: 0, phase, list: [], turns: null, rev: 0, by: null, did: null, undo: null };
}

export const isPeriod = (phase: Phase): phase is RunningPeriod | HeldPeriod =>
  phase.state === WORK || phase.state === SHORT_BREAK;
export const isAlarm = (phase: Phase): phase is Alarm =>
  phase.state === BREAK_ALARM || phase.state === WORK_ALARM;
export const isHeld = (phase: Phase): phase is HeldPeriod => isPeriod(phase) && "heldMs" in phase;
export const isRunning = (phase: Phase): phase is RunningPeriod => isPeriod(phase) && "endsAt" in phase;
/** When the phase rang; null where it does not ring. */
export const rangAt = (phase: Phase): number | null => (phase as Partial<Rings>).rangAt ?? null;

/** When work begins by itself, where a start is set. */
export const startsAt = (phase: Phase | undefined): number | undefined =>
  (phase as Partial<Idle> | undefined)?.startsAt;

/** When time itself changes this pomodoro next, or null: the moment to set the room's alarm to. */
export function nextDeadline({ phase }: Moment): number | null {
  if (isPeriod(phase)) return isRunning(phase) ? phase.endsAt : null;
  if (isAlarm(phase)) return phase.continuesAt ?? phase.startedAt + FALLBACK_MS;
  return phase.state === LONG_BREAK ? phase.ringsAt : (phase.startsAt ?? null);
}

/**
 * Brings a pomodoro up to `now`: every crossed deadline happens at its own moment, each starting where the last
 * ended. Early or repeated, it changes nothing.
 */
export function settle(pomodoro: Pomodoro, now: number): Transition {
  const { moment, changes, events } = passDeadlines(pomodoro, now);
  if (changes === 0) return [pomodoro, events];
  return [{ ...moment, rev: pomodoro.rev + changes, by: TIMER, did: null, undo: null }, events];
}

/** `judgeMore` of `moreActions.ts`. */
export type JudgeMore = (pomodoro: Pomodoro, action: MoreAction, now: number) => Outcome;

/**
 * Settles what is due by `now`, then judges the request: `until`, `on`, the machine, in this order. Without
 * `judgeMore`, which a device does not need before the tomato can be pressed, its actions change nothing.
 */
export function transition(
  pomodoro: Pomodoro,
  request: ActionRequest,
  now: number,
  judgeMore?: JudgeMore,
): Transition {
  const [settled, passed] = settle(pomodoro, now);
  const outcome = judge(settled, request, now, judgeMore);
  if (outcome === null) return [settled, passed];
  if ("code" in outcome) return [settled, [...passed, { type: "refused", refusal: outcome }]];
  const { moment, did, events = [] } = outcome;
  const undo = did === "undone" ? null : { until: now + UNDO_MS, before: momentOf(settled) };
  const next = { ...momentOf(moment), rev: settled.rev + 1, by: request.by, did, undo };
  return [next, [...passed, { type: "acted", did }, ...events]];
}

/** Why the request was refused; null when it was not. */
export const refusalIn = (events: readonly PomodoroEvent[]): Refusal | null => {
  const last = events.at(-1);
  return last?.type === "refused" ? last.refusal : null;
};

/** The state whose beginning rings after these events; null where none does. */
export const ringIn = (events: readonly PomodoroEvent[]): State | null =>
  events.reduce<State | null>(
    (ring, event) => (event.type === "rang" ? event.state : event.type === "alarmExpired" ? null : ring),
    null,
  );

/** What an action leads to. */
interface Step {
  /** It may have the fields of a pomodoro: `transition` and `settle` replace them. */
  readonly moment: Moment;
  readonly did: Did;
  readonly events?: readonly PomodoroEvent[];
}
/** Null: the action is accepted and changes nothing. */
export type Outcome = Step | Refusal | null;

function judge(
  pomodoro: Pomodoro,
  { action, on, until }: ActionRequest,
  now: number,
  judgeMore?: JudgeMore,
): Outcome {
  if (until !== undefined && now > until) return refuse("stale", "its time has passed");
  if (on !== undefined && on !== pomodoro.rev) {
    return refuse("stale", `it was aimed at rev ${on}, the room is at rev ${pomodoro.rev}`);
  }
  switch (action.type) {
    case "press":
      return press(pomodoro, now);
    case "setup":
      return setup(pomodoro, action, now);
    case "reset":
      return pomodoro.phase.state === IDLE
        ? notNow("reset")
        : { moment: idle(pomodoro, now), did: "reset", events: endOfWork(pomodoro, "reset", now) };
    case "skip":
      return skip(pomodoro, now);
    case "hold":
      return hold(pomodoro, now);
    case "resume":
      return isHeld(pomodoro.phase) ? resume(pomodoro, pomodoro.phase, now) : notNow("resume");
    case "extend":
      return extend(pomodoro, action.seconds, now);
    default:
      return judgeMore?.(pomodoro, action, now) ?? null;
  }
}

export const refuse = (code: Refusal["code"], detail: string): Refusal => ({ code, detail });
export const notNow = (what: Action["type"]): Refusal =>
  refuse("not-now", `${what} means nothing in this state`);
const momentOf = ({ settings, cycle, phase, list, turns }: Moment): Moment => ({
  settings,
  cycle,
  phase,
  list,
  turns,
});

/* Beginnings: each gives the moment at which a phase begins. */

const idle = (from: Moment, at: number): Moment => ({
  ...from,
  cycle: 0,
  phase: { state: IDLE, startedAt: at },
});

function period(from: Moment, state: PeriodState, at: number, cycle = from.cycle): Step {
  const { workDuration, breakDuration } = from.settings;
  const totalMs = (state === WORK ? workDuration : breakDuration) * 1000;
  return {
    moment: { ...from, cycle, phase: { state, startedAt: at, totalMs, endsAt: at + totalMs } },
    did: state === WORK ? "work-started" : "break-started",
    events: [{ type: "started", state, at }],
  };
}

function alarm(from: Moment, state: AlarmState, at: number, rings: boolean): Moment {
  const wait = from.settings.autoContinue;
  const continuesAt = wait > 0 ? at + wait * 1000 : null;
  const phase = { state, startedAt: at, continuesAt, rangAt: rings ? at : null };
  // Work has ended, so it is somebody else's turn.
  const turns = state === BREAK_ALARM ? withTurn(from.turns, 1) : from.turns;
  return { ...from, phase, turns };
}

function longBreak(from: Moment, at: number): Step {
  const { longBreakDuration } = from.settings;
  const ringsAt = longBreakDuration > 0 ? at + longBreakDuration * 1000 : null;
  const phase: LongBreak = { state: LONG_BREAK, startedAt: at, ringsAt, over: false, rangAt: null };
  return {
    moment: { ...from, cycle: 0, phase },
    did: "long-break-started",
    events: [{ type: "started", state: LONG_BREAK, at }],
  };
}

// The number of an alarm follows that of its period.
const alarmAfter = (state: PeriodState): AlarmState => (state + 1) as AlarmState;
const periodBefore = (state: AlarmState): PeriodState => (state - 1) as PeriodState;

/** The event of a work period that ends at `at`; none where the phase is no work. */
function endOfWork({ phase }: Moment, how: WorkEnd, at: number): PomodoroEvent[] {
  if (!isPeriod(phase) || phase.state !== WORK) return [];
  const { startedAt, totalMs } = phase;
  return [
    { type: "workEnded", at, how, startedAt, plannedMs: totalMs, workedMs: totalMs - leftOf(phase, at) },
  ];
}

/** What is left of a period, in ms. A clock that was set back may seem to leave more than the whole period. */
const leftOf = (phase: RunningPeriod | HeldPeriod, at: number): number =>
  Math.min(phase.totalMs, isHeld(phase) ? phase.heldMs : phase.endsAt - at);

/* Time. */

export function passDeadlines(
  from: Moment,
  now: number,
): { moment: Moment; changes: number; events: PomodoroEvent[] } {
  let moment = from;
  let changes = 0;
  const events: PomodoroEvent[] = [];
  for (;;) {
    const at = nextDeadline(moment);
    if (at === null || at > now) return { moment, changes, events };
    const { phase } = moment;
    if (isPeriod(phase)) {
      const state = alarmAfter(phase.state);
      events.push(...endOfWork(moment, "done", at), { type: "rang", state });
      moment = alarm(moment, state, at, true);
    } else if (isAlarm(phase) && phase.continuesAt === null) {
      events.push({ type: "alarmExpired" });
      moment = idle(moment, at);
    } else if (phase.state === LONG_BREAK) {
      events.push({ type: "rang", state: LONG_BREAK });
      moment = { ...moment, phase: { ...phase, ringsAt: null, over: true, rangAt: at } };
    } else {
      // An alarm that continues by itself, or a start that was set: a press changes both.
      const step = press(moment, at) as Step;
      events.push(...(step.events ?? []));
      moment = step.moment;
      if (phase.state === IDLE) {
        events.push({ type: "rang", state: WORK });
        moment = { ...moment, phase: { ...(moment.phase as RunningPeriod), rangAt: at } };
      }
    }
    changes++;
  }
}

/* Actions. */

/** The one button. Null where a press means nothing; it is not remembered. */
function press(moment: Moment, at: number): Step | null {
  const { phase, cycle, settings } = moment;
  switch (phase.state) {
    case IDLE:
    case WORK_ALARM:
      return period(moment, WORK, at);
    case BREAK_ALARM:
      return cycle < settings.numberCycles
        ? period(moment, SHORT_BREAK, at, cycle + 1)
        : longBreak(moment, at);
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
    const events: PomodoroEvent[] = isWork ? [{ type: "workContinued" }] : [];
    // Whoever worked goes on, so the turn comes back.
    const turns = isWork ? withTurn(moment.turns, -1) : moment.turns;
    return { moment: { ...moment, phase: again, turns }, did: "extended", events };
  }
  if (!isPeriod(phase)) return notNow("extend");
  const leftMs = leftOf(phase, at) + moreMs;
  if (leftMs > MAX_LEFT * 1000) {
    return refuse("bad-message", `seconds: more than ${MAX_LEFT} seconds would be left`);
  }
  const totalMs = phase.totalMs + moreMs;
  const longer = isHeld(phase)
    ? { ...phase, totalMs, heldMs: leftMs }
    : { ...phase, totalMs, endsAt: phase.endsAt + moreMs };
  return { moment: { ...moment, phase: longer }, did: "extended" };
}
