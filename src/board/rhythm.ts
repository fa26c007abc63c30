/** The lights of docs/board.md as functions of time, for an RGB light. Pure. All times in ms. */
import { BREAK_ALARM, IDLE, LONG_BREAK, SHORT_BREAK, WORK, WORK_ALARM } from "../../party/shared/pomodoro";
import type { LightState } from "./board";

/** Parts of full brightness, each 0–1. */
export interface Colour {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

export const BLACK: Colour = { r: 0, g: 0, b: 0 };
const WHITE: Colour = { r: 1, g: 1, b: 1 };
const RED: Colour = { r: 1, g: 0, b: 0 };
const GREEN: Colour = { r: 0, g: 1, b: 0 };
const BLUE: Colour = { r: 0, g: 0, b: 1 };

const IDLE_MAX_BRIGHTNESS = 0.1;
const HELD_BRIGHTNESS = 0.1;
const FADE_PERIOD = 4000;
/** How often a fade is redrawn: at a tenth of full brightness it looks smooth. */
const FADE_STEP = 50;

const COLOURS: Readonly<Record<number, Colour>> = {
  [IDLE]: WHITE,
  [WORK]: RED,
  [BREAK_ALARM]: RED,
  [SHORT_BREAK]: GREEN,
  [WORK_ALARM]: GREEN,
  [LONG_BREAK]: BLUE,
};

/** A light that is on for `on` and then off for `off`, repeated. */
interface Blink {
  readonly on: number;
  readonly off: number;
}
const ALARM_BLINK: Blink = { on: 500, off: 500 };
const OFFLINE_BLINK: Blink = { on: 60, off: 940 };

/** The blinking of a light; null: it is steady or fades. */
function blinkOf({ state, offline }: LightState): Blink | null {
  if (offline) return OFFLINE_BLINK;
  return state === BREAK_ALARM || state === WORK_ALARM ? ALARM_BLINK : null;
}

const isFading = ({ state, offline }: LightState): boolean => !offline && state === IDLE;

/** Brightness 0–1 at `elapsed` after the light has begun to show this. */
function brightness(light: LightState, elapsed: number): number {
  if (isFading(light))
    return (IDLE_MAX_BRIGHTNESS * (1 - Math.cos((2 * Math.PI * elapsed) / FADE_PERIOD))) / 2;
  const blink = blinkOf(light);
  if (blink && elapsed % (blink.on + blink.off) >= blink.on) return 0;
  return light.held && !light.offline ? HELD_BRIGHTNESS : 1;
}

/** The colour of a light at `elapsed` after it has begun to show this. */
export function colourAt(light: LightState, elapsed: number): Colour {
  const hue = light.offline ? WHITE : (COLOURS[light.state] ?? BLACK);
  const level = brightness(light, elapsed);
  return { r: hue.r * level, g: hue.g * level, b: hue.b * level };
}

/** The time from `elapsed` until the light looks different; Infinity: it stays as it is. */
export function msUntilChange(light: LightState, elapsed: number): number {
  if (isFading(light)) return FADE_STEP;
  const blink = blinkOf(light);
  if (!blink) return Infinity;
  const passed = elapsed % (blink.on + blink.off);
  return passed < blink.on ? blink.on - passed : blink.on + blink.off - passed;
}

export const isSameLight = (a: LightState | null, b: LightState | null): boolean =>
  a?.state === b?.state && a?.held === b?.held && a?.offline === b?.offline;
