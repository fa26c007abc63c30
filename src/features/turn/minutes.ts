/** What turning makes of the length of work, in seconds. A turn up never shortens it, and a turn down never lengthens it. PURE. */

/** A whole turn is an hour, as on a clock. */
const DEGREES_A_MINUTE = 6;
/** Two turns, in minutes. A room whose work is longer keeps that until it is turned down. */
const MAX_MINUTES = 120;
/** So near to a multiple of five the dial goes to it, in minutes. */
const SNAP = 0.8;

/** The largest value that turning can reach from here, in s. */
export const maxSeconds = (seconds: number): number => Math.max(MAX_MINUTES * 60, seconds);

function toward(seconds: number, minutes: number, way: number): number {
  const wanted = Math.min(maxSeconds(seconds), Math.max(1, minutes) * 60);
  return way > 0 ? Math.max(seconds, wanted) : Math.min(seconds, wanted);
}

/** After a twist by so many degrees; each minute can be reached, and each fifth most easily. */
export function turned(seconds: number, degrees: number): number {
  if (Math.abs(degrees) < DEGREES_A_MINUTE / 2) return seconds; // it was turned back
  const wanted = seconds / 60 + degrees / DEGREES_A_MINUTE;
  const five = Math.round(wanted / 5) * 5;
  return toward(seconds, Math.abs(wanted - five) < SNAP ? five : Math.round(wanted), degrees);
}

/** The next multiple of `step` minutes, up (`way` 1) or down (-1). */
export function stepped(seconds: number, step: number, way: 1 | -1): number {
  const steps = seconds / 60 / step;
  return toward(seconds, (way > 0 ? Math.floor(steps) + 1 : Math.ceil(steps) - 1) * step, way);
}

/** A number of minutes, as the slider of a screen reader asks for it. */
export const setTo = (seconds: number, minutes: number): number =>
  toward(seconds, Math.round(minutes), minutes * 60 - seconds);
