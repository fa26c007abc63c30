/**
 * The warning before the end of a work period, for devices that have asked for it: so many minutes before the end, each
 * time once. Pure; times are epoch ms.
 */
import { isRunning, WORK } from "../../shared/pomodoro";
import type { Pomodoro } from "../../shared/pomodoro";

/** How many minutes before the end a device may be told; 0: not. */
export const BEFORE_MINUTES = [0, 1, 2, 5] as const;
const MINUTE_MS = 60_000;

/** What is still to be told of the work period that ends at `endsAt`. */
export interface Warnings {
  readonly endsAt: number;
  /** So many minutes before the end. */
  readonly minutes: readonly number[];
}

/** When the running work ends; null: no work runs. */
export const endOf = ({ phase }: Pomodoro): number | null =>
  phase.state === WORK && isRunning(phase) ? phase.endsAt : null;

const momentOf = (endsAt: number, minutes: number): number => endsAt - minutes * MINUTE_MS;

/**
 * The warnings after a change: the same where the end has not moved, else those that are still ahead. A
 * warning for which the period is too short is left out.
 */
export function warningsAfter(
  before: Warnings | null,
  pomodoro: Pomodoro,
  asked: readonly number[],
  now: number,
): Warnings | null {
  const endsAt = endOf(pomodoro);
  if (before?.endsAt === endsAt) return before;
  if (endsAt === null) return null;
  const minutes = asked.filter((each) => momentOf(endsAt, each) > now);
  return minutes.length === 0 ? null : { endsAt, minutes };
}

/** When the next of them is due; null: none. */
export const nextWarningAt = (warnings: Warnings | null): number | null =>
  warnings && momentOf(warnings.endsAt, Math.max(...warnings.minutes));

/** Those that are due, and what is left then. */
export function takeDue(
  { endsAt, minutes }: Warnings,
  now: number,
): { readonly due: readonly number[]; readonly left: Warnings | null } {
  const left = minutes.filter((each) => momentOf(endsAt, each) > now);
  return {
    due: minutes.filter((each) => !left.includes(each)),
    left: left.length === 0 ? null : { endsAt, minutes: left },
  };
}

/** How many minutes are left, as it is told: at least one. */
export const minutesLeft = (endsAt: number, now: number): number =>
  Math.max(1, Math.round((endsAt - now) / MINUTE_MS));
