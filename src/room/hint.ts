/** The one line under the tomato: what a press does now, who did what, or why something did not happen. PURE. */
import type { RoomView } from "../../party/shared/codec";
import {
  BREAK_ALARM,
  IDLE,
  isHeld,
  isPeriod,
  LONG_BREAK,
  SHORT_BREAK,
  WORK,
  WORK_ALARM,
} from "../../party/shared/pomodoro";
import type { ControlWords as Words } from "../i18n/en.controls";
import type { Answer } from "./createRoom";

/** How long a notice, such as a change by somebody, replaces the hint, in ms. */
export const NOTICE_MS = 5000;

/** Who made the last change; null for the timer, and for a person without a name. */
export function whoOf({ by }: Pick<RoomView, "by">, words: Words): string | null {
  const { name, via } = by ?? { name: null, via: null };
  return via === "board" ? (name === null ? words.by.aBoard : words.by.board(name)) : name;
}

/** Work and break in minutes, as people say it: 25/5. */
const settingsText = ({ settings }: RoomView): string =>
  [settings.workDuration, settings.breakDuration].map((seconds) => +(seconds / 60).toFixed(1)).join("/");

/** What somebody has just done; null where the timer did it, and where it is something that this app does not know. */
export function changeText(room: RoomView, words: Words): string | null {
  const who = whoOf(room, words);
  switch (room.did) {
    case "work-started":
      return words.by.started(who);
    case "break-started":
      return words.by.break(who);
    case "long-break-started":
      return words.by.longBreak(who);
    case "set-finished":
      return words.by.finished(who);
    case "held":
      return words.by.paused(who);
    case "resumed":
      return words.by.resumed(who);
    case "skipped":
      return words.by.skipped(who);
    case "extended":
      return words.by.extended(who);
    case "reset":
      return words.by.reset(who);
    case "durations-changed":
      return words.by.setup(who, settingsText(room));
    case "settings-changed":
      return words.by.changed(who);
    case "undone":
      return words.by.undone(who);
    default:
      return null;
  }
}

/** What a press does, or what is awaited. `timeOfDay` formats epoch ms as this device does. */
export function hintOf(
  room: RoomView,
  words: Words,
  timeOfDay: (epochMs: number) => string,
  { watches = false, reaches = true } = {},
): string {
  const { hint } = words;
  const { phase, cycle, settings } = room;
  // Nobody is told to press who may not press, or cannot now.
  const waits = isHeld(phase) || !isPeriod(phase);
  if (waits && !reaches) return hint.outOfReach;
  if (waits && watches) return hint.watches;
  if (isHeld(phase)) return hint.held;
  switch (phase.state) {
    case IDLE:
      return room.rev === 0 ? hint.fresh : hint.idle;
    case WORK:
      return hint.workEnds(timeOfDay(phase.endsAt));
    case SHORT_BREAK:
      return hint.breakEnds(timeOfDay(phase.endsAt));
    case BREAK_ALARM:
      return cycle < settings.numberCycles ? hint.breakAlarm : hint.longBreakAlarm;
    case WORK_ALARM:
      return hint.workAlarm;
    case LONG_BREAK:
      if (phase.ringsAt !== null) return hint.longBreakEnds(timeOfDay(phase.ringsAt));
      return phase.over ? hint.longBreakOver : hint.longBreak;
  }
}

/** Why an action did not happen; null when it did. */
export function refusalOf(answer: Answer, words: Words): string | null {
  if (answer.ok) return null;
  const { refused } = words;
  switch (answer.code) {
    case "offline":
      return refused.offline;
    case "unknown":
      return refused.unknown;
    case "stale":
      return refused.stale;
    case "not-allowed":
    case "wrong-key":
      return refused.watch;
    case "not-now":
      return refused.notNow;
    case "no-undo":
      return refused.noUndo;
    case "too-fast":
      return refused.tooFast;
    default:
      return refused.other;
  }
}

/** What became of a press: an answer, or a reason why it was not even asked. `at`: when it rings, server ms. */
export type Outcome =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "watching" }
  | { readonly kind: "rings"; readonly at: number };

/** The outcome in words; null where the tomato says it all. */
export function outcomeText(
  outcome: Outcome,
  words: Words,
  timeOfDay: (epochMs: number) => string,
): string | null {
  switch (outcome.kind) {
    case "answer":
      return refusalOf(outcome.answer, words);
    case "watching":
      return words.refused.watch;
    case "rings":
      return words.hint.rings(timeOfDay(outcome.at));
  }
}
