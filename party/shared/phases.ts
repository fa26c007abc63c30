/** The states of the timer, their messages, and the phases: what is known while a state lasts. PURE. */

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

// The number of an alarm follows that of its period.
export const alarmAfter = (state: PeriodState): AlarmState => (state + 1) as AlarmState;
export const periodBefore = (state: AlarmState): PeriodState => (state - 1) as PeriodState;

/** What is left of a period, in ms. A clock that was set back may seem to leave more than the whole period. */
export const leftOf = (phase: RunningPeriod | HeldPeriod, at: number): number =>
  Math.min(phase.totalMs, isHeld(phase) ? phase.heldMs : phase.endsAt - at);
