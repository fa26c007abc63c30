/** What rings, and when: time over, and nothing else. PURE: moments are server time in ms. */
import type { RoomView } from "../../party/shared/codec";
import { isAlarm, isRunning, LONG_BREAK, rangAt } from "../../party/shared/pomodoro";

/** Nothing makes a noise for longer than this, in ms. */
export const RING_MS = 60_000;

export interface Ring {
  /** The deadline: it may be ahead, now, or past. */
  readonly at: number;
  /** When it ends by itself: after a minute, or when the room goes on by itself. */
  readonly until: number;
}

/** The ring that this state leads to or has reached, or null. */
export function ringOf({ phase, settings }: Pick<RoomView, "phase" | "settings">): Ring | null {
  if (isRunning(phase)) {
    const wait = settings.autoContinue === 0 ? RING_MS : settings.autoContinue * 1000;
    return ring(phase.endsAt, phase.endsAt + wait);
  }
  if (phase.state === LONG_BREAK && phase.ringsAt !== null) return ring(phase.ringsAt, null);
  const rang = rangAt(phase);
  return rang === null ? null : ring(rang, isAlarm(phase) ? phase.continuesAt : null);
}

const ring = (at: number, endsAt: number | null): Ring => ({
  at,
  until: Math.min(at + RING_MS, endsAt ?? Number.POSITIVE_INFINITY),
});

export const sameRing = (a: Ring | null, b: Ring | null): boolean => a?.at === b?.at && a?.until === b?.until;

/** Whether it rings at `now`, and when that changes by itself. */
export function phaseOf(ring: Ring | null, now: number): { phase: RingPhase; changesAt: number | null } {
  if (ring === null) return { phase: "none", changesAt: null };
  if (now < ring.at) return { phase: "ahead", changesAt: ring.at };
  if (now < ring.until) return { phase: "ringing", changesAt: ring.until };
  return { phase: "over", changesAt: null };
}
export type RingPhase = "none" | "ahead" | "ringing" | "over";

/** Loudness within a ring, as points for a straight line between them; times in seconds from its beginning. */
export function fade(lengthS: number): readonly { readonly at: number; readonly level: number }[] {
  return [
    { at: 0, level: 1 },
    { at: lengthS / 3, level: 1 },
    { at: (lengthS * 5) / 6, level: 0.25 },
    { at: lengthS, level: 0 },
  ];
}
/** The loudness at a moment of a ring that is joined late. */
export function levelAt(lengthS: number, atS: number): number {
  const points = fade(lengthS);
  const next = points.findIndex((point) => point.at >= atS);
  const [from, to] = [points[next - 1], points[next]];
  if (to === undefined) return 0;
  if (from === undefined) return to.level;
  return from.level + ((to.level - from.level) * (atS - from.at)) / (to.at - from.at);
}

/** Buzz, buzz, pause, for as long as a ring lasts; ms, as `navigator.vibrate` takes it (at most 99 numbers). */
export function vibrationFor(ms: number): number[] {
  const one = [400, 200, 400, 1500];
  const length = one.reduce((sum, part) => sum + part, 0);
  return Array.from({ length: Math.min(24, Math.ceil(ms / length)) }, () => one).flat();
}
