/** The one line under the tomato: what a press does now, who did what, or why something did not happen. PURE. */
import { BREAK_ALARM, IDLE, LONG_BREAK, SHORT_BREAK, WORK, WORK_ALARM } from "../../party/shared/pomodoro";
import type { RoomMessage } from "../../party/shared/serverMessages";
import type { ControlWords as Words } from "../i18n/en.controls";
import type { Answer } from "./createRoom";

/** For so long a change by somebody is told instead of what a press does, in ms. */
export const TOLD_MS = 5000;

/** Who has made the room what it is; null for time, and for a person without a name. */
export function whoOf(room: RoomMessage, words: Words): string | null {
  const { name, via } = room.by ?? { name: null, via: null };
  return via === "board" ? (name === null ? words.by.aBoard : words.by.board(name)) : name;
}

/** Work and break in minutes, as people say it: 25/5. */
const settingsText = ({ work_duration, break_duration }: RoomMessage): string =>
  [work_duration, break_duration].map((seconds) => +(seconds / 60).toFixed(1)).join("/");

/** What somebody has just done, told in words; null where time did it. */
export function deedOf(before: RoomMessage | null, room: RoomMessage, words: Words): string | null {
  if (room.by === null || room.by.via === "timer" || before === null || before.rev === room.rev) return null;
  const who = whoOf(room, words);
  // Every other change of a person can itself be taken back for as long as the one before it could.
  if (before.undo_until !== null && room.undo_until === null && room.now <= before.undo_until)
    return words.by.undone(who);
  if (room.held_ms !== null && before.held_ms === null) return words.by.paused(who);
  if (room.state === before.state) {
    if (before.held_ms !== null && room.held_ms === null) return words.by.resumed(who);
    if ((room.total_ms ?? 0) > (before.total_ms ?? 0)) return words.by.extended(who);
    return settingsText(before) === settingsText(room)
      ? words.by.changed(who)
      : words.by.setup(who, settingsText(room));
  }
  switch (room.state) {
    case WORK:
      if (before.state !== BREAK_ALARM) return words.by.started(who);
      return before.cycle === room.cycle ? words.by.extended(who) : words.by.skipped(who);
    case SHORT_BREAK:
      return before.state === WORK_ALARM ? words.by.extended(who) : words.by.break(who);
    case LONG_BREAK:
      return words.by.longBreak(who);
    case BREAK_ALARM:
    case WORK_ALARM:
      return words.by.skipped(who);
    case IDLE:
      if (before.state === LONG_BREAK) return words.by.finished(who);
      return settingsText(before) === settingsText(room)
        ? words.by.reset(who)
        : words.by.setup(who, settingsText(room));
  }
}

/** What a press does, or what is awaited. `timeOfDay` tells a moment as this device does. */
export function hintOf(
  room: RoomMessage,
  words: Words,
  timeOfDay: (epochMs: number) => string,
  { watches = false, reaches = true } = {},
): string {
  const { hint } = words;
  // Who may not press, or cannot now, is not told to.
  const waits = room.held_ms !== null || (room.state !== WORK && room.state !== SHORT_BREAK);
  if (waits && !reaches) return hint.outOfReach;
  if (waits && watches) return hint.watches;
  if (room.held_ms !== null) return hint.held;
  switch (room.state) {
    case IDLE:
      return room.rev === 0 ? hint.fresh : hint.idle;
    case WORK:
      return room.ends_at === null ? "" : hint.workEnds(timeOfDay(room.ends_at));
    case SHORT_BREAK:
      return room.ends_at === null ? "" : hint.breakEnds(timeOfDay(room.ends_at));
    case BREAK_ALARM:
      return room.cycle < room.number_cycles ? hint.breakAlarm : hint.longBreakAlarm;
    case WORK_ALARM:
      return hint.workAlarm;
    case LONG_BREAK:
      if (room.ends_at !== null) return hint.longBreakEnds(timeOfDay(room.ends_at));
      return room.over ? hint.longBreakOver : hint.longBreak;
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
