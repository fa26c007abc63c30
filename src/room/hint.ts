/** The one line of text under the tomato: what a press does now, who did what, or why an action failed. PURE. */
import type { RoomView } from "../../party/shared/codec";
import {
  BREAK_ALARM,
  IDLE,
  isHeld,
  isPeriod,
  LONG_BREAK,
  SHORT_BREAK,
  startsAt,
  WORK,
  WORK_ALARM,
} from "../../party/shared/pomodoro";
import type { RunningPeriod } from "../../party/shared/pomodoro";
import type { ControlWords as Words } from "../i18n/controls/words";
import type { Answer } from "./createRoom";

/** How long a notice, such as a change by somebody, replaces the hint, in ms. */
export const NOTICE_MS = 5000;

/** Who made the last change; null for the timer, and for a person without a name. */
export function actorName({ by }: Pick<RoomView, "by">, words: Words): string | null {
  const { name, via } = by ?? { name: null, via: null };
  return via === "board" ? (name === null ? words.actor.aBoard : words.actor.board(name)) : name;
}

/** Minutes, such as 25, with seconds only where there are some, such as 52:05. */
const minutesText = (seconds: number): string =>
  `${Math.floor(seconds / 60)}${seconds % 60 === 0 ? "" : `:${String(seconds % 60).padStart(2, "0")}`}`;

/** The last change of a person as text; null for the timer, and for a change that this version does not know. */
export function changeText(room: RoomView, words: Words): string | null {
  const { did, settings } = room;
  const text = did !== null && did in words.did ? words.did[did as keyof Words["did"]] : null;
  const setup = [settings.workDuration, settings.breakDuration].map(minutesText).join("/");
  return text === null ? null : text(actorName(room, words), setup);
}

/**
 * What a press does, or what the room waits for. `timeOfDay` formats epoch ms for this device. Empty for a watcher
 * of a room that begins by itself: the tomato says when.
 */
export function hintText(
  room: RoomView,
  words: Words,
  timeOfDay: (epochMs: number) => string,
  { isWatcher = false, isConnected = true } = {},
): string {
  const { hint } = words;
  const { phase, cycle, settings } = room;
  // A person who may not press, or cannot now, must not be told to.
  const waitsForPress = isHeld(phase) || !isPeriod(phase);
  if (waitsForPress && !isConnected) return hint.outOfReach;
  const startIsSet = startsAt(phase) !== undefined;
  if (waitsForPress && isWatcher) return startIsSet ? "" : hint.watches;
  if (isHeld(phase)) return hint.held;
  switch (phase.state) {
    case IDLE:
      if (startIsSet) return hint.startNow;
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
export function refusalText(answer: Answer, words: Words): string | null {
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

/**
 * What became of a press. `answer`: the room's answer. `watching` and `runs`: it was not sent, because this person only
 * watches, or because this period runs.
 */
export type Outcome =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "watching" }
  | { readonly kind: "runs"; readonly period: RunningPeriod };

/** The outcome as text; null where the press succeeded, since the tomato shows that. */
export function outcomeText(
  outcome: Outcome,
  words: Words,
  timeOfDay: (epochMs: number) => string,
): string | null {
  switch (outcome.kind) {
    case "answer":
      return refusalText(outcome.answer, words);
    case "watching":
      return words.refused.watch;
    case "runs": {
      const { state, endsAt } = outcome.period;
      return words.hint[state === WORK ? "workRuns" : "breakRuns"](timeOfDay(endsAt));
    }
  }
}
