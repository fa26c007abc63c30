/**
 * Tells a twist of the tomato from a press. A twist is a movement around the middle of the plate; whatever is none stays
 * the press, or nothing, that the browser makes of it. Distances in px, angles in degrees. PURE.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}
/** The plate on the screen. */
export interface Plate extends Point {
  readonly radius: number;
}
export interface Gesture {
  readonly from: Point;
  /** The last direction seen from the middle; null inside of `CALM`, where a small step is a large angle. */
  readonly direction: number | null;
  /** How far it has gone around the middle, clockwise. */
  readonly degrees: number;
  /** Once true, it stays true. */
  readonly isTwist: boolean;
}

/** A browser makes a tap of a touch that moves less than this: at most 15 px. */
const MIN_PX = 16;
const MIN_DEGREES = 8;
/** The middle of the plate, as a part of its radius. */
const CALM = 0.25;

const directionOf = (plate: Plate, at: Point): number | null => {
  const [x, y] = [at.x - plate.x, at.y - plate.y];
  return Math.hypot(x, y) < plate.radius * CALM ? null : (Math.atan2(y, x) * 180) / Math.PI;
};
/** The shorter way from one direction to another, -180 to 180. */
const between = (from: number, to: number): number => ((to - from + 540) % 360) - 180;

/** A finger or a button of a mouse goes down. */
export const beginGesture = (plate: Plate, from: Point): Gesture => ({
  from,
  direction: directionOf(plate, from),
  degrees: 0,
  isTwist: false,
});

/** It moves. What goes through the middle is not counted. */
export function moveGesture(gesture: Gesture, plate: Plate, at: Point): Gesture {
  const direction = directionOf(plate, at);
  const step = direction === null || gesture.direction === null ? 0 : between(gesture.direction, direction);
  const degrees = gesture.degrees + step;
  const far = Math.hypot(at.x - gesture.from.x, at.y - gesture.from.y);
  const isTwist = gesture.isTwist || (far >= MIN_PX && Math.abs(degrees) >= MIN_DEGREES);
  return { from: gesture.from, direction, degrees, isTwist };
}
