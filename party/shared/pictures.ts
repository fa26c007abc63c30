/**
 * The first picture of a room's page: the tomato as the server draws it into the HTML. The build renders each look of the
 * tomato once, with holes where the room and the language decide, and leaves them in one file for the server. PURE.
 */
import * as v from "valibot";
import { isHeld, STATE_NAMES } from "./pomodoro";
import type { Phase } from "./pomodoro";

/** The path of the file in the build. */
export const PICTURES_PATH = "/pictures.json";

/** What the server fills in. */
export const HOLES = [
  "timed",
  "ring",
  "marks",
  "fives",
  "message",
  "messageY",
  "messageSize",
  "time",
  "timeX",
  "timeSize",
  "dots",
] as const;
export type Hole = (typeof HOLES)[number];
export const holeOf = (name: Hole): string => `{{${name}}}`;

/** The name of the look of a tomato: its state, and whether it is paused. */
export const lookOf = (phase: Phase): string => STATE_NAMES[phase.state] + (isHeld(phase) ? "-held" : "");

export const PicturesSchema = v.object({
  /** The HTML by look. */
  looks: v.record(v.string(), v.string()),
  /** By language, what the tomato says in each state. */
  messages: v.record(v.string(), v.array(v.string())),
  /** By language, what the tomato says where somebody else has to begin. */
  ready: v.record(v.string(), v.string()),
});
export type Pictures = v.InferOutput<typeof PicturesSchema>;
