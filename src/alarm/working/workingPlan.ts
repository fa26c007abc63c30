/** When the sound while working plays, and how loud it is at which moment. PURE: moments are in ms of one clock. */
import type { RoomView } from "../../../party/shared/codec";
import { isRunning, WORK } from "../../../party/shared/pomodoro";
import type { Ring } from "../ring";

export interface Span {
  readonly from: number;
  readonly until: number;
}
export interface WorkingPlan {
  /** The end of work. The shown seconds change at whole seconds before it. */
  readonly until: number;
  /** While another sound of this page plays: softer. In order, and without overlaps. */
  readonly ducks: readonly Span[];
}

/** The level while another sound plays. */
export const DUCKED = 0.15;
/** The time constant of a fade, in s: after four of them less than 2 % of the difference are left. */
export const FADE_S = 0.15;
/** So long before the end of work the sound begins to fade, in ms: nothing of it is left when the chime begins. */
export const LEAD_MS = 800;
/** The longest note of the warning before the end, in ms. */
const WARNING_MS = 4500;
/** A duck begins earlier than the other sound by this, in ms. */
const EARLY_MS = 300;

/**
 * Null where nothing plays: only running work has a sound. `ring`: what this device sounds, or will. `beforeMs`: how long
 * before the end it warns; 0: never.
 */
export function planOf(
  room: Pick<RoomView, "phase"> | null,
  now: number,
  { ring, beforeMs }: { ring: Ring | null; beforeMs: number },
): WorkingPlan | null {
  if (room === null || room.phase.state !== WORK || !isRunning(room.phase)) return null;
  const { endsAt: until, totalMs } = room.phase;
  if (until <= now) return null;
  const ducks: Span[] = [];
  // Work that began at a set time rings at its beginning.
  if (ring !== null && ring.at < until) ducks.push({ from: ring.at, until: ring.until });
  const warnsAt = until - beforeMs;
  if (beforeMs > 0 && totalMs > beforeMs) {
    const from = Math.max(warnsAt - EARLY_MS, ducks[0]?.until ?? -Infinity);
    if (from < warnsAt + WARNING_MS) ducks.push({ from, until: warnsAt + WARNING_MS });
  }
  return { until, ducks };
}

/** The levels (0–1) that the sound moves towards, each from its moment on. The first one is for now. */
export function levelsOf({ until, ducks }: WorkingPlan, now: number): { at: number; level: number }[] {
  const fadesAt = until - LEAD_MS;
  if (now >= fadesAt) return [{ at: now, level: 0 }];
  const isDucked = ducks.some((duck) => duck.from <= now && now < duck.until);
  const changes = ducks.flatMap((duck) => [
    { at: duck.from, level: DUCKED },
    { at: duck.until, level: 1 },
  ]);
  return [
    { at: now, level: isDucked ? DUCKED : 1 },
    ...changes.filter(({ at }) => at > now && at < fadesAt),
    { at: fadesAt, level: 0 },
  ];
}

/** The remainder that has the sign of the divisor, so that it also works for moments before the reference. */
export const modulo = (value: number, by: number): number => ((value % by) + by) % by;

/** How far the beats of two series of seconds are apart, in s, at most half a second: `a` and `b` are one beat of each. */
export function beatError(a: number, b: number): number {
  const apart = modulo(a - b, 1);
  return apart > 0.5 ? apart - 1 : apart;
}
