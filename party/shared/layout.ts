/**
 * Where the changing parts of the tomato's drawing are, in a box of 400 × 400: its text and its dots. The app
 * draws with it, and the server fills the first picture of a page with it. PURE.
 */
import type { RoomView } from "./codec";
import { clockText, countdownText } from "./countdown";
import { BREAK_ALARM, IDLE, LONG_BREAK, startsAt, WORK } from "./pomodoro";

export const CENTRE = 200;
/** The width of a letter of the font Ranchers in em: the average, and those of the cells of a countdown. */
const LETTER = 0.47;
const DIGIT = 0.6;
const CELL: Readonly<Record<string, number>> = { ":": 0.3, "+": 0.5 };

/** The font size with which the message fits the fruit in any language, at most `most`, in units of the box. */
export const messageSize = (text: string, most: number): number =>
  Math.min(most, 232 / (LETTER * Math.max(1, text.length)));

/** What stands on the fruit, where, and in which size. */
export interface Lettering {
  readonly y: number;
  readonly size: string;
  /** The line under the message: the countdown, the time that has passed, or how long the work is that a press begins. */
  readonly time: string;
  readonly timeX: string;
  readonly timeSize: string;
}

const cellOf = (letter: string): number => CELL[letter] ?? DIGIT;

/** The font size with which a time fits the fruit, at most `most`. */
export const timeSize = (time: string, most: number): number =>
  Math.min(most, Math.floor(208 / [...time].reduce((sum, letter) => sum + cellOf(letter), 0)));

/** `now`: epoch ms on the server's clock. The time is smaller where no second counts: at rest, and in a long break. */
export function letteringOf(room: RoomView, message: string, now: number): Lettering {
  const { phase, settings } = room;
  const isReady = phase.state === IDLE && startsAt(phase) === undefined;
  const time = isReady ? clockText(settings.workDuration) : countdownText(room, now);
  const isCalm = phase.state === LONG_BREAK && phase.ringsAt === null;
  const [y, most, timeMost] = isReady ? [226, 52, 46] : isCalm ? [232, 44, 40] : [208, 42, 72];
  const size = timeSize(time, timeMost);
  return {
    y,
    size: messageSize(message, most).toFixed(1),
    time,
    timeX: cells(time, size),
    timeSize: String(size),
  };
}

/**
 * The x of each character of a countdown. Each has a cell of fixed width, so that no digit moves another. Minutes without
 * seconds are one text.
 */
export function cells(text: string, size: number): string {
  if (!text.includes(":")) return String(CENTRE);
  const widths = [...text].map((letter) => size * cellOf(letter));
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
