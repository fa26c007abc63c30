/** Draws the first picture of a room's page: one of the looks that the build has rendered, with its holes filled. PURE. */
import type { RoomView } from "../shared/codec";
import { marksOf, ringOf } from "../shared/dial";
import * as layout from "../shared/layout";
import { lookOf } from "../shared/pictures";
import { IDLE, startsAt } from "../shared/pomodoro";
import type { Hole, Pictures } from "../shared/pictures";
import { escapeHtml } from "./html";

/**
 * The HTML for `<div id="app">` at `now`, epoch ms; null where the build has no such look. `language`: one of the build's.
 */
export function drawPicture(
  { looks, messages, ready }: Pictures,
  room: RoomView,
  now: number,
  language: string,
  everyoneMayPress: boolean,
): string | null {
  const look = looks[lookOf(room.phase)];
  if (look === undefined) return null;
  // The server does not know what time of day a set start is where the page is.
  const startIsSet = startsAt(room.phase) !== undefined;
  const { state } = room.phase;
  // The server does not see the key of a link, so it invites only those to press who surely may.
  const isReady = state === IDLE && !everyoneMayPress;
  const text = isReady ? ready[language] : messages[language]?.[state];
  const message = startIsSet ? "" : (text ?? "");
  const lettering = layout.letteringOf(room, message, now);
  const ring = ringOf(room, now);
  const [marks, fives] = marksOf(room);
  const values: Readonly<Record<Hole, string>> = {
    timed: ring.timed,
    ring: ring.dash,
    marks,
    fives,
    message: escapeHtml(message),
    messageY: String(lettering.y),
    messageSize: lettering.size,
    time: lettering.time,
    timeX: lettering.timeX,
    timeSize: lettering.timeSize,
    dots: drawDots(room),
  };
  return look.replace(/\{\{(\w+)\}\}/g, (_, hole: Hole) => values[hole]);
}

const drawDots = (room: RoomView): string =>
  layout
    .dots(room.settings.numberCycles + 1)
    .map(
      ({ x, y, r }, i) =>
        `<circle cx="${x}" cy="${y}" r="${r}" data-done="${i < layout.finishedIn(room)}" data-active="${i === layout.activeDot(room)}"></circle>`,
    )
    .join("");

/** The language of `messages` that a browser prefers, by its header Accept-Language; English where it names none. */
export function languageOf(accepted: string | null, { messages }: Pictures): string {
  const ranges = (accepted ?? "").split(",").map((item) => {
    const [tag = "", ...parameters] = item.split(";").map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
    return { language: tag.split("-")[0] ?? "", weight: weight === undefined ? 1 : Number(weight) || 0 };
  });
  const [first] = ranges
    .filter(({ language, weight }) => weight > 0 && Object.hasOwn(messages, language))
    .sort((a, b) => b.weight - a.weight);
  return first?.language ?? "en";
}
