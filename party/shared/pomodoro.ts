/**
 * The machine: a pure function of (pomodoro, request, now). It reads no clock, socket or storage.
 *
 * Moments are epoch milliseconds on the server's clock and end in `At`; lengths in milliseconds end in `Ms`;
 * settings are whole seconds, as in the course. With the new pomodoro the machine returns the events that led to it,
 * in order: history, push and hints read those, and nobody else compares two states.
 */
import { passDeadlines } from "./deadlines";
import type { Moment, MomentEvent } from "./moment";
import { IDLE } from "./phases";
import type { Phase, State } from "./phases";
import { DEFAULT_SETTINGS } from "./settings";
import type { Settings } from "./settings";
import { judge, refuse } from "./timerActions";
import type { Action, Did, MoreAction, Outcome, Refusal } from "./timerActions";

export { FALLBACK_MS, nextDeadline, passDeadlines } from "./deadlines";
export type { Moment } from "./moment";
export {
  BREAK_ALARM,
  IDLE,
  isAlarm,
  isHeld,
  isPeriod,
  isRunning,
  LONG_BREAK,
  MESSAGES,
  rangAt,
  SHORT_BREAK,
  startsAt,
  STATE_NAMES,
  WORK,
  WORK_ALARM,
} from "./phases";
export type { Phase, RunningPeriod, State } from "./phases";
export { notNow, refuse } from "./timerActions";
export type { Action, Did, MoreAction, Outcome, Refusal } from "./timerActions";

/** How long after a person's change it can be undone. */
export const UNDO_MS = 10_000;

/** Through what a change was made; `timer`: the room itself, at a deadline. */
export const VIAS = ["app", "board", "api", "push", "timer"] as const;
export type Via = (typeof VIAS)[number];
/** Who made a change. */
export interface By {
  readonly name: string | null;
  readonly via: Via;
}
const TIMER: By = { name: null, via: "timer" };

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

/** An action, who asks for it, and what it is aimed at. */
export interface ActionRequest {
  readonly action: Action;
  readonly by: By;
  /** The rev it is aimed at: at any other rev, nothing happens. */
  readonly on?: number | undefined;
  /** The state that was seen at this rev: a client may have predicted another one than the room has reached. */
  readonly state?: State | undefined;
  /** Server time in ms after which it must not happen. */
  readonly until?: number | undefined;
}

/** What happened, in order. Events of time come first; those after `acted` are the action's consequences. */
export type PomodoroEvent =
  | { readonly type: "acted"; readonly did: Did }
  | { readonly type: "refused"; readonly refusal: Refusal }
  | MomentEvent;

/** The pomodoro is the same object when nothing changed. */
export type Transition = readonly [pomodoro: Pomodoro, events: readonly PomodoroEvent[]];

export function newPomodoro(settings: Settings = DEFAULT_SETTINGS): Pomodoro {
  const phase: Phase = { state: IDLE, startedAt: null };
  return { settings, cycle: 0, phase, list: [], turns: null, rev: 0, by: null, did: null, undo: null };
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

/** Why the request comes too late; null: it does not. */
function staleness({ rev, phase }: Pomodoro, asked: ActionRequest, now: number): Refusal | null {
  const { on = rev, state = phase.state, until = now } = asked;
  if (now > until) return refuse("stale", "its time has passed");
  if (state !== phase.state) return refuse("stale", `it was aimed at state ${state}`);
  if (on === rev) return null;
  return refuse("stale", `it was aimed at rev ${on}, the room is at rev ${rev}`);
}

/** `judgeMore` of `moreActions.ts`. */
export type JudgeMore = (pomodoro: Pomodoro, action: MoreAction, now: number) => Outcome;

/**
 * Settles what is due by `now`, then judges the request: `until`, `on` and `state`, the machine, in this order. Without
 * `judgeMore`, which a device does not need before the tomato can be pressed, its actions change nothing.
 */
export function transition(
  pomodoro: Pomodoro,
  request: ActionRequest,
  now: number,
  judgeMore?: JudgeMore,
): Transition {
  const [settled, passed] = settle(pomodoro, now);
  const outcome = staleness(settled, request, now) ?? judge(settled, request.action, now, judgeMore);
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

const momentOf = ({
  rev: _rev,
  by: _by,
  did: _did,
  undo: _undo,
  ...moment
}: Moment & Partial<Pomodoro>): Moment => moment;
