/**
 * The machine: a pure function of (pomodoro, event, now). No clock, socket or storage in here, and no import.
 *
 * Moments are epoch milliseconds on the server's clock and end in `At`; lengths in milliseconds end in `Ms`;
 * settings are whole seconds, as in the course.
 */

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

/** What each state says, in the course's exact words; the index is the state. */
export const MESSAGES = [
  "Press Me!",
  "Work",
  "Break time",
  "Short Break",
  "Back to work",
  "Long break time",
] as const;

/** No period has more than this left, extensions included: 24 hours, in seconds. */
export const MAX_LEFT = 86_400;
/** How long after a person's change it can be taken back. */
export const UNDO_MS = 10_000;
/** An alarm that nobody answers for this long gives up, so that the morning is not greeted with "Break time". */
export const FALLBACK_MS = 2 * 60 * 60 * 1000;

export interface Settings {
  /** Seconds, 1–86400. */
  readonly workDuration: number;
  /** Seconds, 1–86400. */
  readonly breakDuration: number;
  /** Work + short-break pairs before the long break, 1–24. */
  readonly numberCycles: number;
  /** Seconds until the long break rings; 0: it never does. */
  readonly longBreakDuration: number;
  /** Seconds after which an alarm presses itself; 0: it waits for a person. */
  readonly autoContinue: number;
}

export const DEFAULT_SETTINGS: Settings = {
  workDuration: 1500,
  breakDuration: 300,
  numberCycles: 3,
  longBreakDuration: 0,
  autoContinue: 0,
};

export type Via = "app" | "board" | "api" | "push" | "timer";
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
}
export interface RunningPeriod extends PeriodBase {
  readonly endsAt: number;
}
export interface HeldPeriod extends PeriodBase {
  /** What is left, frozen. */
  readonly heldMs: number;
}
export interface Idle {
  readonly state: typeof IDLE;
  /** Null in a room never touched. */
  readonly startedAt: number | null;
}
export interface Alarm {
  readonly state: AlarmState;
  /** The deadline that rang, or the moment of the skip. */
  readonly startedAt: number;
  /** When it presses itself; null: it waits, and falls back to IDLE after FALLBACK_MS. */
  readonly continuesAt: number | null;
}
export interface LongBreak {
  readonly state: typeof LONG_BREAK;
  readonly startedAt: number;
  /** The optional ring; null without one and after it. */
  readonly ringsAt: number | null;
  /** True after the optional ring. */
  readonly over: boolean;
}
export type Phase = Idle | RunningPeriod | HeldPeriod | Alarm | LongBreak;

/** Everything that an undo brings back. */
export interface Moment {
  readonly settings: Settings;
  /** Work + short-break pairs begun in this set. */
  readonly cycle: number;
  readonly phase: Phase;
}

export interface Pomodoro extends Moment {
  /** Grows by one with every change. */
  readonly rev: number;
  /** Who made the last change; null in a room never touched. */
  readonly by: By | null;
  /** What the last change can still be taken back to, and until when (inclusive). */
  readonly undo: { readonly until: number; readonly before: Moment } | null;
}

/** What a person, a board or a script may do. */
export type Action =
  | { readonly type: "press" | "reset" | "skip" | "hold" | "resume" | "undo" }
  | { readonly type: "extend"; readonly seconds: number }
  | { readonly type: "setup"; readonly settings: Partial<Settings>; readonly when: "now" | "next" };

/** An action, who does it, and what it was aimed at. */
export interface PomodoroEvent {
  readonly action: Action;
  readonly by: By;
  /** The rev it was aimed at: elsewhere, nothing happens. */
  readonly on?: number | undefined;
  /** Server time in ms after which it must not happen. */
  readonly until?: number | undefined;
}

export interface Refusal {
  readonly code: "stale" | "not-now" | "no-undo" | "bad-message";
  readonly detail: string;
}

export interface Result {
  /** The same object when nothing changed. */
  readonly pomodoro: Pomodoro;
  /** The state whose beginning rings (chime, push), where what was due has just been settled; else null. */
  readonly rang: State | null;
  /** Why the action did not happen; null when it did, or when it means nothing here. */
  readonly refused: Refusal | null;
}

export function newPomodoro(settings: Settings = DEFAULT_SETTINGS): Pomodoro {
  return { settings, cycle: 0, phase: { state: IDLE, startedAt: null }, rev: 0, by: null, undo: null };
}

export const isPeriod = (phase: Phase): phase is RunningPeriod | HeldPeriod =>
  phase.state === WORK || phase.state === SHORT_BREAK;
export const isAlarm = (phase: Phase): phase is Alarm =>
  phase.state === BREAK_ALARM || phase.state === WORK_ALARM;
export const isHeld = (phase: Phase): phase is HeldPeriod => isPeriod(phase) && "heldMs" in phase;
export const isRunning = (phase: Phase): phase is RunningPeriod => isPeriod(phase) && "endsAt" in phase;

/** When time itself changes this pomodoro next, or null: the moment to set the room's alarm to. */
export function nextDeadline({ phase }: Moment): number | null {
  if (isPeriod(phase)) return isRunning(phase) ? phase.endsAt : null;
  if (isAlarm(phase)) return phase.continuesAt ?? phase.startedAt + FALLBACK_MS;
  return phase.state === LONG_BREAK ? phase.ringsAt : null;
}

/**
 * Brings a pomodoro up to `now`: every crossed deadline happens at that deadline, each starting where the last
 * ended. Early or repeated, it changes nothing.
 */
export function settle(pomodoro: Pomodoro, now: number): Result {
  const { moment, changes, rang } = fold(pomodoro, now);
  if (changes === 0) return { pomodoro, rang: null, refused: null };
  const rev = pomodoro.rev + changes;
  return { pomodoro: { ...moment, rev, by: TIMER, undo: null }, rang, refused: null };
}

/** Settles what is due by `now`, then judges the action: `until`, `on`, the machine, in this order. */
export function transition(pomodoro: Pomodoro, event: PomodoroEvent, now: number): Result {
  const { pomodoro: settled, rang } = settle(pomodoro, now);
  const outcome = judge(settled, event, now);
  if ("code" in outcome) return { pomodoro: settled, rang, refused: outcome };
  if (outcome.moment === settled) return { pomodoro: settled, rang, refused: null };
  const { moment, rang: rangInUndo = null } = outcome;
  const undo = event.action.type === "undo" ? null : { until: now + UNDO_MS, before: momentOf(settled) };
  const next = { ...momentOf(moment), rev: settled.rev + 1, by: event.by, undo };
  return { pomodoro: next, rang: rangInUndo ?? rang, refused: null };
}

type Outcome = Refusal | { readonly moment: Moment; readonly rang?: State | null };

function judge(pomodoro: Pomodoro, { action, on, until }: PomodoroEvent, now: number): Outcome {
  if (until !== undefined && now > until) return refuse("stale", "its time has passed");
  if (on !== undefined && on !== pomodoro.rev) {
    return refuse("stale", `it was aimed at rev ${on}, the room is at rev ${pomodoro.rev}`);
  }
  switch (action.type) {
    case "press":
      return { moment: press(pomodoro, now) };
    case "setup":
      return { moment: setup(pomodoro, action, now) };
    case "reset":
      return pomodoro.phase.state === IDLE ? notNow("reset") : { moment: idle(pomodoro, now) };
    case "skip":
      return skip(pomodoro, now);
    case "hold":
      return hold(pomodoro, now);
    case "resume":
      return resume(pomodoro, now);
    case "extend":
      return extend(pomodoro, action.seconds, now);
    case "undo":
      return undo(pomodoro, now);
  }
}

const refuse = (code: Refusal["code"], detail: string): Refusal => ({ code, detail });
const notNow = (what: Action["type"]): Refusal => refuse("not-now", `${what} means nothing in this state`);
const momentOf = ({ settings, cycle, phase }: Moment): Moment => ({ settings, cycle, phase });

/* Beginnings: each gives the moment at which a phase begins. */

const idle = ({ settings }: Moment, at: number): Moment => ({
  settings,
  cycle: 0,
  phase: { state: IDLE, startedAt: at },
});

function period(from: Moment, state: PeriodState, at: number, cycle = from.cycle): Moment {
  const { workDuration, breakDuration } = from.settings;
  const totalMs = (state === WORK ? workDuration : breakDuration) * 1000;
  return { settings: from.settings, cycle, phase: { state, startedAt: at, totalMs, endsAt: at + totalMs } };
}

function alarm(from: Moment, state: AlarmState, at: number): Moment {
  const wait = from.settings.autoContinue;
  const continuesAt = wait > 0 ? at + wait * 1000 : null;
  return { settings: from.settings, cycle: from.cycle, phase: { state, startedAt: at, continuesAt } };
}

function longBreak({ settings }: Moment, at: number): Moment {
  const ringsAt = settings.longBreakDuration > 0 ? at + settings.longBreakDuration * 1000 : null;
  return { settings, cycle: 0, phase: { state: LONG_BREAK, startedAt: at, ringsAt, over: false } };
}

const alarmAfter = (state: PeriodState): AlarmState => (state === WORK ? BREAK_ALARM : WORK_ALARM);
const periodBefore = (state: AlarmState): PeriodState => (state === BREAK_ALARM ? WORK : SHORT_BREAK);

/* Time. */

function fold(from: Moment, now: number): { moment: Moment; changes: number; rang: State | null } {
  let moment = from;
  let changes = 0;
  let rang: State | null = null;
  for (;;) {
    const at = nextDeadline(moment);
    if (at === null || at > now) return { moment, changes, rang };
    const { phase } = moment;
    if (isPeriod(phase)) {
      moment = alarm(moment, alarmAfter(phase.state), at);
      rang = moment.phase.state;
    } else if (isAlarm(phase) && phase.continuesAt === null) {
      moment = idle(moment, at);
      rang = null; // the fallback is silent, and what it ends need not be heard any more
    } else if (phase.state === LONG_BREAK) {
      moment = { ...momentOf(moment), phase: { ...phase, ringsAt: null, over: true } };
      rang = LONG_BREAK;
    } else {
      moment = press(moment, at);
    }
    changes++;
  }
}

/* Actions. */

/** The one button. The same moment comes back where a press means nothing, and nothing remembers it. */
function press(moment: Moment, at: number): Moment {
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
      return idle(moment, at);
    case WORK:
    case SHORT_BREAK:
      return isHeld(phase) ? goOn(moment, phase, at) : moment;
  }
}

function setup(moment: Moment, action: Extract<Action, { type: "setup" }>, at: number): Moment {
  const settings = { ...moment.settings, ...action.settings };
  return action.when === "next" ? { ...momentOf(moment), settings } : idle({ ...moment, settings }, at);
}

function skip(moment: Moment, at: number): Outcome {
  const { phase, cycle, settings } = moment;
  if (isPeriod(phase)) return { moment: alarm(moment, alarmAfter(phase.state), at) };
  if (phase.state !== BREAK_ALARM) return notNow("skip");
  return { moment: period(moment, WORK, at, cycle < settings.numberCycles ? cycle + 1 : 0) };
}

function hold(moment: Moment, at: number): Outcome {
  const { phase } = moment;
  if (!isRunning(phase)) return notNow("hold");
  const { endsAt, ...rest } = phase;
  return { moment: { ...momentOf(moment), phase: { ...rest, heldMs: endsAt - at } } };
}

function resume(moment: Moment, at: number): Outcome {
  return isHeld(moment.phase) ? { moment: goOn(moment, moment.phase, at) } : notNow("resume");
}

function goOn(moment: Moment, { heldMs, ...rest }: HeldPeriod, at: number): Moment {
  return { ...momentOf(moment), phase: { ...rest, endsAt: at + heldMs } };
}

function extend(moment: Moment, seconds: number, at: number): Outcome {
  const { phase } = moment;
  const moreMs = seconds * 1000;
  if (isAlarm(phase)) {
    const state = periodBefore(phase.state);
    const again = { state, startedAt: at, totalMs: moreMs, endsAt: at + moreMs };
    return { moment: { ...momentOf(moment), phase: again } };
  }
  if (!isPeriod(phase)) return notNow("extend");
  const leftMs = (isHeld(phase) ? phase.heldMs : phase.endsAt - at) + moreMs;
  if (leftMs > MAX_LEFT * 1000) {
    return refuse("bad-message", `seconds: more than ${MAX_LEFT} seconds would be left`);
  }
  const totalMs = phase.totalMs + moreMs;
  const longer = isHeld(phase)
    ? { ...phase, totalMs, heldMs: leftMs }
    : { ...phase, totalMs, endsAt: phase.endsAt + moreMs };
  return { moment: { ...momentOf(moment), phase: longer } };
}

function undo({ undo }: Pomodoro, now: number): Outcome {
  if (undo === null || now > undo.until) return refuse("no-undo", "there is nothing to take back");
  const { moment, rang } = fold(undo.before, now);
  return { moment, rang };
}
