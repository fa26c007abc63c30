/** The moment, which is everything that an undo restores: how each phase begins, and which events that makes. PURE. */
import { BREAK_ALARM, IDLE, isPeriod, leftOf, LONG_BREAK, WORK } from "./phases";
import type { AlarmState, LongBreak, PeriodState, Phase, State } from "./phases";
import type { Settings } from "./settings";
import { withTurn } from "./team";
import type { Item, Turns } from "./team";

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
  /** The name that the people of a private room have given it; left out where they have not. */
  readonly title?: string;
}

/** How a work period ended: its time was over, or by an action. */
export type WorkEnd = "done" | "skipped" | "reset" | "setup";

/** What happened in the timer or to the list, in order. */
export type MomentEvent =
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

/** How a phase begins. It may have the fields of a pomodoro: `transition` and `settle` replace them. */
export interface Beginning {
  readonly moment: Moment;
  readonly events: readonly MomentEvent[];
}

export const idle = (from: Moment, at: number): Moment => ({
  ...from,
  cycle: 0,
  phase: { state: IDLE, startedAt: at },
});

export function period(from: Moment, state: PeriodState, at: number, cycle = from.cycle): Beginning {
  const { workDuration, breakDuration } = from.settings;
  const totalMs = (state === WORK ? workDuration : breakDuration) * 1000;
  return {
    moment: { ...from, cycle, phase: { state, startedAt: at, totalMs, endsAt: at + totalMs } },
    events: [{ type: "started", state, at }],
  };
}

export function alarm(from: Moment, state: AlarmState, at: number, rings: boolean): Moment {
  const wait = from.settings.autoContinue;
  const continuesAt = wait > 0 ? at + wait * 1000 : null;
  const phase = { state, startedAt: at, continuesAt, rangAt: rings ? at : null };
  // Work has ended, so it is somebody else's turn.
  const turns = state === BREAK_ALARM ? withTurn(from.turns, 1) : from.turns;
  return { ...from, phase, turns };
}

export function longBreak(from: Moment, at: number): Beginning {
  const { longBreakDuration } = from.settings;
  const ringsAt = longBreakDuration > 0 ? at + longBreakDuration * 1000 : null;
  const phase: LongBreak = { state: LONG_BREAK, startedAt: at, ringsAt, over: false, rangAt: null };
  return {
    moment: { ...from, cycle: 0, phase },
    events: [{ type: "started", state: LONG_BREAK, at }],
  };
}

/** The event of a work period that ends at `at`; none where the phase is no work. */
export function endOfWork({ phase }: Moment, how: WorkEnd, at: number): MomentEvent[] {
  if (!isPeriod(phase) || phase.state !== WORK) return [];
  const { startedAt, totalMs } = phase;
  return [
    { type: "workEnded", at, how, startedAt, plannedMs: totalMs, workedMs: totalMs - leftOf(phase, at) },
  ];
}
