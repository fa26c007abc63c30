/** Which ring of the room is announced to subscribed devices, and for how long. Pure; times are epoch ms. */
import { FALLBACK_MS, isAlarm, isRunning, LONG_BREAK, rangAt } from "../../shared/pomodoro";
import type { Pomodoro, State } from "../../shared/pomodoro";

/** One ring of the room. */
export interface Alert {
  /** The phase that the ring began; with `startedAt` it identifies the ring. */
  readonly state: State;
  readonly startedAt: number | null;
  /** From then on a notification is of no use. */
  readonly until: number;
}

/**
 * The alert to send after a change, or null. `rang` is the state in which the change rang; null: it did not ring.
 * Where a person has answered in the same moment, there is no alert. Where `auto_continue` has started the next period,
 * the alert is about that period: one push, for the last change. Work that began at a set start rings, too.
 */
export function alertOf(pomodoro: Pomodoro, rang: State | null, now: number): Alert | null {
  const { phase, by } = pomodoro;
  if (rang === null) return null;
  const alertUntil = (until: number): Alert => ({ state: phase.state, startedAt: phase.startedAt, until });
  if (isAlarm(phase)) return alertUntil(phase.continuesAt ?? phase.startedAt + FALLBACK_MS);
  const isByTime = by?.via === "timer" || rangAt(phase) !== null;
  if (phase.state === LONG_BREAK && phase.over) return alertUntil(now + FALLBACK_MS);
  if (phase.state === LONG_BREAK && isByTime) return alertUntil(phase.ringsAt ?? now + FALLBACK_MS);
  return isRunning(phase) && isByTime ? alertUntil(phase.endsAt) : null;
}

/** Whether the room is still in the phase of the alert. A change of the settings does not end a ring. */
export function isStillRinging(
  { state, startedAt, until }: Alert,
  { phase }: Pomodoro,
  now: number,
): boolean {
  if (now >= until || phase.state !== state || phase.startedAt !== startedAt) return false;
  return isAlarm(phase) || isRunning(phase) || phase.state === LONG_BREAK;
}
