import { BREAK_ALARM, IDLE, LONG_BREAK, SHORT_BREAK, WORK, WORK_ALARM } from "../../party/shared/pomodoro";
import type { LightMeaning } from "./board";

/** The lights of `board.md`'s table as functions of time. Pure. All times in ms. */

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

const IDLE_MOST = 0.1;
const PAUSED = 0.1;
const BREATH = 4000;
/** A breath has no edges; redrawn this often it looks smooth enough at a tenth of full brightness. */
const BREATH_STEP = 50;

const COLOURS: Readonly<Record<number, Colour>> = {
  [IDLE]: WHITE,
  [WORK]: RED,
  [BREAK_ALARM]: RED,
  [SHORT_BREAK]: GREEN,
  [WORK_ALARM]: GREEN,
  [LONG_BREAK]: BLUE,
};

/** On and off by turns, beginning with on; a single length is on for ever. */
type Beat = readonly number[];
const STEADY: Beat = [Infinity];
const ALARM: Beat = [500, 500];
const BLIP: Beat = [60, 940];
/** One colour has to tell apart by rhythm what three tell apart by colour. */
const ONE_COLOUR: Readonly<Record<number, Beat>> = {
  [WORK]: STEADY,
  [BREAK_ALARM]: ALARM,
  [SHORT_BREAK]: [1940, 60],
  [WORK_ALARM]: [150, 150, 150, 550],
  [LONG_BREAK]: [1580, 60, 300, 60],
};

function beatOf({ state, offline }: LightMeaning, oneColour: boolean): Beat {
  if (offline) return BLIP;
  if (oneColour) return ONE_COLOUR[state] ?? STEADY;
  return state === BREAK_ALARM || state === WORK_ALARM ? ALARM : STEADY;
}

/** Whether a beat is on, and for how long it stays so. */
function place(beat: Beat, elapsed: number): { on: boolean; lasts: number } {
  const whole = beat.reduce((sum, part) => sum + part, 0);
  let left = Number.isFinite(whole) ? elapsed % whole : elapsed;
  for (const [i, part] of beat.entries()) {
    if (left < part) return { on: i % 2 === 0, lasts: part - left };
    left -= part;
  }
  return { on: true, lasts: Infinity };
}

const breathes = ({ state, offline }: LightMeaning): boolean => !offline && state === IDLE;

/** Brightness 0–1 at `elapsed` ms after the light got its meaning. */
function brightness(light: LightMeaning, elapsed: number, oneColour: boolean): number {
  if (breathes(light)) return (IDLE_MOST * (1 - Math.cos((2 * Math.PI * elapsed) / BREATH))) / 2;
  if (!place(beatOf(light, oneColour), elapsed).on) return 0;
  return light.held && !light.offline ? PAUSED : 1;
}

/** The colour of an RGB light `elapsed` ms after it got its meaning. */
export function colourAt(light: LightMeaning, elapsed: number): Colour {
  const hue = light.offline ? WHITE : (COLOURS[light.state] ?? BLACK);
  const level = brightness(light, elapsed, false);
  return { r: hue.r * level, g: hue.g * level, b: hue.b * level };
}

/** The brightness 0–1 of a light of one colour. */
export const levelAt = (light: LightMeaning, elapsed: number): number => brightness(light, elapsed, true);

/** In how many ms an RGB light looks different; Infinity: never. */
export const lastsFor = (light: LightMeaning, elapsed: number): number =>
  breathes(light) ? BREATH_STEP : place(beatOf(light, false), elapsed).lasts;

export const sameLight = (a: LightMeaning | null, b: LightMeaning | null): boolean =>
  a?.state === b?.state && a?.held === b?.held && a?.offline === b?.offline;
