/** What rings, and when: the end of a period, and work that begins at a set start. PURE: moments are epoch ms on the server's clock. */
import type { RoomView } from "../../party/shared/codec";
import { isAlarm, isRunning, LONG_BREAK, rangAt, startsAt } from "../../party/shared/pomodoro";

/** The longest time that a device rings, in ms. */
export const RING_MS = 60_000;

export interface Ring {
  /** The end of the period, or the set start. It may be in the future or in the past. */
  readonly at: number;
  /** When the ring ends by itself: after a minute, or when the room continues by itself. */
  readonly until: number;
}

/** The ring that this state leads to or has reached, or null. Work that rang when it began leads to its end after that. */
export function ringOf(
  { phase, settings }: Pick<RoomView, "phase" | "settings">,
  now = Infinity,
): Ring | null {
  const start = startsAt(phase);
  if (start !== undefined) return makeRing(start, null);
  if (isRunning(phase)) {
    const began = rangAt(phase);
    if (began !== null && now < began + RING_MS) return makeRing(began, phase.endsAt);
    const lengthMs = settings.autoContinue === 0 ? RING_MS : settings.autoContinue * 1000;
    return makeRing(phase.endsAt, phase.endsAt + lengthMs);
  }
  if (phase.state === LONG_BREAK && phase.ringsAt !== null) return makeRing(phase.ringsAt, null);
  const rang = rangAt(phase);
  return rang === null ? null : makeRing(rang, isAlarm(phase) ? phase.continuesAt : null);
}

const makeRing = (at: number, endsAt: number | null): Ring => ({
  at,
  until: Math.min(at + RING_MS, endsAt ?? Number.POSITIVE_INFINITY),
});

export const sameRing = (a: Ring | null, b: Ring | null): boolean => a?.at === b?.at && a?.until === b?.until;

/** The phase of the ring at `now`, and when it changes by itself; null: it does not. */
export function phaseOf(ring: Ring | null, now: number): { phase: RingPhase; changesAt: number | null } {
  if (ring === null) return { phase: "none", changesAt: null };
  if (now < ring.at) return { phase: "ahead", changesAt: ring.at };
  if (now < ring.until) return { phase: "ringing", changesAt: ring.until };
  return { phase: "over", changesAt: null };
}
export type RingPhase = "none" | "ahead" | "ringing" | "over";

/** The level (0–1) within a ring, as the points of straight lines. `at` is in seconds from its beginning. */
export function fade(lengthS: number): readonly { readonly at: number; readonly level: number }[] {
  return [
    { at: 0, level: 1 },
    { at: lengthS / 3, level: 1 },
    { at: (lengthS * 5) / 6, level: 0.25 },
    { at: lengthS, level: 0 },
  ];
}
/** The level at a moment of a ring, for a device that starts in the middle of it. */
export function levelAt(lengthS: number, atS: number): number {
  const points = fade(lengthS);
  const next = points.findIndex((point) => point.at >= atS);
  const [from, to] = [points[next - 1], points[next]];
  if (to === undefined) return 0;
  if (from === undefined) return to.level;
  return from.level + ((to.level - from.level) * (atS - from.at)) / (to.at - from.at);
}

/** The pattern for `navigator.vibrate`, which takes at most 99 numbers: vibrations and pauses, in ms, `ms` in all. */
export function vibrationFor(ms: number): number[] {
  const one = [400, 200, 400, 1500];
  const length = one.reduce((sum, part) => sum + part, 0);
  return Array.from({ length: Math.min(24, Math.ceil(ms / length)) }, () => one).flat();
}
