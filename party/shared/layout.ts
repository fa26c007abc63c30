/**
 * Where the changing parts of the tomato's drawing are, in a box of 400 × 400: its text, its ring and its dots. The app
 * draws with it, and the server fills the first picture of a page with it. PURE.
 */
import type { RoomView } from "./codec";
import { BREAK_ALARM, LONG_BREAK, WORK } from "./pomodoro";

export const CENTRE = 200;
/** The ring on the rim of the plate, which shows the time left. */
export const RING = { radius: 172, width: 22 };
export const RING_LENGTH = 2 * Math.PI * RING.radius;

/** The dash offset of the ring; `progress` is 0 at the beginning of a period and 1 at its end. */
export const ringOffset = (progress: number): number => RING_LENGTH * progress;

/** The width of a letter of the font Ranchers in em: the average, and that of two characters of a countdown. */
const LETTER = 0.47;
const CELL: Readonly<Record<string, number>> = { ":": 0.24, "+": 0.5 };

/** The font size with which the message fits the fruit in any language, at most `most`, in units of the box. */
export const messageSize = (text: string, most: number): number =>
  Math.min(most, 232 / (LETTER * Math.max(1, text.length)));

/** The line of the message, which is larger and lower where there is no countdown under it. */
export const messageLine = (message: string, time: string): { y: number; size: string } =>
  time === ""
    ? { y: 238, size: messageSize(message, 56).toFixed(1) }
    : { y: 214, size: messageSize(message, 42).toFixed(1) };

/** The font size of a countdown. */
export const timeSize = (time: string): number => (time.length > 6 ? 54 : 70);

/** The x of each character of a countdown. Each has a cell of fixed width, so that no digit moves another. */
export function cells(text: string, size: number): string {
  const widths = [...text].map((letter) => size * (CELL[letter] ?? 0.5));
  let x = CENTRE - widths.reduce((sum, width) => sum + width, 0) / 2;
  return widths
    .map((width) => {
      x += width;
      return (x - width / 2).toFixed(1);
    })
    .join(" ");
}

/** The dots for the tomatoes of a set, in an arc under the time. The more there are, the smaller they are. */
export function dots(count: number): { x: number; y: number; r: number }[] {
  const gap = Math.min(24, 168 / Math.max(1, count));
  return Array.from({ length: count }, (_, i) => {
    const x = (i - (count - 1) / 2) * gap;
    return { x: CENTRE + x, y: 303 - (x * x) / 420, r: Math.min(6.5, gap * 0.34) };
  });
}

/** How many tomatoes of this set are finished: so many dots, from the left, are filled. */
export function finishedIn({ phase, cycle, settings }: RoomView): number {
  if (phase.state === LONG_BREAK) return settings.numberCycles + 1;
  return phase.state === BREAK_ALARM ? cycle + 1 : cycle;
}

/** The dot of the tomato that is being worked on, or -1. */
export const activeDot = ({ phase, cycle }: RoomView): number => (phase.state === WORK ? cycle : -1);
