/** Makes the file with which the server draws the first picture of a room's page: `party/shared/pictures.ts`. */
import type { RoomView } from "../../party/shared/codec";
import { holeOf, HOLES, lookOf } from "../../party/shared/pictures";
import type { Hole, Pictures } from "../../party/shared/pictures";
import { newPomodoro } from "../../party/shared/pomodoro";
import type { Phase } from "../../party/shared/pomodoro";
import { firstWordsIn } from "../i18n/first/words";
import { LANGUAGES } from "../i18n/languages";
import { prerender } from "./Prerendered";

/** One phase for each look; the moments do not matter. */
const PHASES: readonly Phase[] = [
  { state: 0, startedAt: null },
  { state: 1, startedAt: 0, totalMs: 60_000, endsAt: 60_000 },
  { state: 1, startedAt: 0, totalMs: 60_000, heldMs: 60_000 },
  { state: 2, startedAt: 0, continuesAt: null, rangAt: null },
  { state: 3, startedAt: 0, totalMs: 60_000, endsAt: 60_000 },
  { state: 3, startedAt: 0, totalMs: 60_000, heldMs: 60_000 },
  { state: 4, startedAt: 0, continuesAt: null, rangAt: null },
  { state: 5, startedAt: 0, ringsAt: null, over: false, rangAt: null },
];

/** The dash pattern of the circle of this class. */
const dashOf = (name: string): RegExp =>
  new RegExp(`(<circle class="t-${name}"[^>]* stroke-dasharray=")[^"]*(")`);
/** Where the holes are: each pattern has the part before a hole and the part after it. */
const PLACES: Readonly<Record<Hole, RegExp>> = {
  timed: /( data-timed=")[^"]*(")/,
  ring: dashOf("ring"),
  marks: dashOf("marks"),
  fives: dashOf("fives"),
  message: /(<text id="text-message"[^>]*>)[^<]*(<\/text>)/,
  messageY: /(<text id="text-message"[^>]* y=")[^"]*(")/,
  messageSize: /(<text id="text-message"[^>]* font-size=")[^"]*(")/,
  time: /(<\/text><text [^>]*>)[^<]*(<\/text>)/,
  timeX: /(<\/text><text [^>]* x=")[^"]*(")/,
  timeSize: /(<\/text><text [^>]* font-size=")[^"]*(")/,
  dots: /(<g class="[^"]*">)(?:<circle [^>]*><\/circle>)+(<\/g>)/,
};

function makeLook(phase: Phase): string {
  const { undo: _undo, ...shared } = newPomodoro();
  const room: RoomView = { ...shared, phase, undoUntil: null };
  return HOLES.reduce((html, hole) => {
    const place = PLACES[hole];
    if (!place.test(html)) {
      throw new Error(`the picture of ${lookOf(phase)} has no place for ${hole}`);
    }
    return html.replace(place, (_, before: string, after: string) => before + holeOf(hole) + after);
  }, prerender(room));
}

export const makePictures = (): Pictures => ({
  looks: Object.fromEntries(PHASES.map((phase) => [lookOf(phase), makeLook(phase)])),
  messages: Object.fromEntries(LANGUAGES.map((language) => [language, firstWordsIn(language).messages])),
  ready: Object.fromEntries(LANGUAGES.map((language) => [language, firstWordsIn(language).ready])),
});
