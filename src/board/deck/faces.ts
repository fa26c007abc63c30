/** What the keys of a deck show, as a function of the room's state and of time. Pure. */
import { BREAK_ALARM, IDLE, LONG_BREAK, SHORT_BREAK, WORK, WORK_ALARM } from "../../../party/shared/pomodoro";
import type { StateFrame } from "../wire";
import type { PlacedKey } from "./layout";

/** A colour of the screen, 0–255 each. The hues are those of the light; the shades are those of a tomato. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** `symbol`: what stands on the tomato in place of a time. */
export type Face =
  | { readonly kind: "dark" | "extend" | "pause" | "resume" }
  | {
      readonly kind: "tomato";
      readonly colour: Rgb;
      /** At a part of its brightness: a paused period, and the dark half of an alarm. */
      readonly isDim: boolean;
      readonly text: string;
      readonly symbol: "none" | "start" | "pause" | "offline";
    };

const RED: Rgb = [214, 48, 38];
const GREEN: Rgb = [44, 150, 66];
const BLUE: Rgb = [44, 96, 204];
const WHITE: Rgb = [124, 117, 110];
const GREY: Rgb = [84, 84, 84];

const COLOURS: Readonly<Record<number, Rgb>> = {
  [IDLE]: WHITE,
  [WORK]: RED,
  [BREAK_ALARM]: RED,
  [SHORT_BREAK]: GREEN,
  [WORK_ALARM]: GREEN,
  [LONG_BREAK]: BLUE,
};

/** An alarm is bright for so long and then dim: a picture takes too long to send for a faster rhythm. In ms. */
const ALARM_HALF_MS = 1000;
/** How often the time that is left is read: a second on the key is wrong for at most so long. In ms. */
const TIME_STEP_MS = 250;

const isAlarm = (s: number): boolean => s === BREAK_ALARM || s === WORK_ALARM;
const isPeriod = (s: number): boolean => s === WORK || s === SHORT_BREAK;

/** Seconds as minutes and seconds, from an hour on with hours: 25:00, 1:40:00. */
export function timeText(seconds: number): string {
  const two = (part: number): string => String(part).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}

function tomatoFace(frame: StateFrame | null, elapsed: number): Face {
  if (frame === null) return { kind: "tomato", colour: GREY, isDim: false, text: "", symbol: "offline" };
  const { s, left, held } = frame;
  const isDark = isAlarm(s) && elapsed % (2 * ALARM_HALF_MS) >= ALARM_HALF_MS;
  return {
    kind: "tomato",
    colour: COLOURS[s] ?? GREY,
    isDim: isDark || held === 1,
    text: isPeriod(s) ? timeText(left) : "",
    symbol: held === 1 ? "pause" : isPeriod(s) ? "none" : "start",
  };
}

/** The face of a key `elapsed` ms after the deck has begun to show this state. A key without a use is dark. */
export function faceOf(key: PlacedKey["key"], frame: StateFrame | null, elapsed: number): Face {
  if (key === "button") return tomatoFace(frame, elapsed);
  if (frame === null || !(isPeriod(frame.s) || (key === "extend" && isAlarm(frame.s))))
    return { kind: "dark" };
  if (key === "extend") return { kind: "extend" };
  return { kind: frame.held === 1 ? "resume" : "pause" };
}

/** In how many ms a face can change; Infinity: not before the room's state does. */
export function msUntilChange(frame: StateFrame | null, elapsed: number): number {
  if (frame === null || frame.held === 1) return Infinity;
  if (isAlarm(frame.s)) return ALARM_HALF_MS - (elapsed % ALARM_HALF_MS);
  return isPeriod(frame.s) ? TIME_STEP_MS : Infinity;
}
