/** The text under the tomato: what a press does now, who did what, or why an action failed. PURE. */
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

/** How long a notice, such as a change by somebody, is shown, in ms. */
export const NOTICE_MS = 5000;

/** Who made the last change; null for the timer, and for a person without a name. */
export function actorName({ by }: Pick<RoomView, "by">, words: Words): string | null {
  const { name, via } = by ?? { name: null, via: null };
  return via === "board" ? (name === null ? words.actor.aBoard : words.actor.board(name)) : name;
}

/** Minutes, such as 25, with seconds only where there are some, such as 52:05. */
export const minutesText = (seconds: number): string =>
  `${Math.floor(seconds / 60)}${seconds % 60 === 0 ? "" : `:${String(seconds % 60).padStart(2, "0")}`}`;

/**
 * What the room does or waits for, and what is shown after it: what a press does, which a notice does not replace. At
 * rest the tomato itself says to press it.
 */
export type Hint = readonly [info: string, press?: string | undefined];

/** The last change of a person as text; null for the timer, and for a change that this version does not know. */
export function changeText(room: RoomView, words: Words): string | null {
  const { did, settings } = room;
  const text = did !== null && did in words.did ? words.did[did as keyof Words["did"]] : null;
  const setup = [settings.workDuration, settings.breakDuration].map(minutesText).join("/");
  return text === null ? null : text(actorName(room, words), setup);
}

/**
 * The hint for the state of a room. `timeOfDay` formats epoch ms for this device. `waitsFor`: the only one
 * who may press, where that person has a name. Empty for a watcher of a room that begins by itself: the tomato says when.
 */
export function hintOf(
  room: RoomView,
  words: Words,
  timeOfDay: (epochMs: number) => string,
  who: { readonly isWatcher: boolean; readonly isConnected: boolean; readonly waitsFor: string | null },
): Hint {
  const { hint } = words;
  const { phase, cycle, settings } = room;
  // A person who may not press, or cannot now, must not be told to.
  const waitsForPress = isHeld(phase) || !isPeriod(phase);
  if (waitsForPress && !who.isConnected) return ["", hint.outOfReach]; // stays beside a notice
  const startIsSet = startsAt(phase) !== undefined;
  if (waitsForPress && who.isWatcher)
    return [startIsSet ? "" : who.waitsFor === null ? hint.watches : hint.waitsFor(who.waitsFor)];
  if (isHeld(phase)) return [words.did.held(null), hint.held];
  switch (phase.state) {
    case IDLE:
      return [startIsSet ? hint.startNow : hint.idle(minutesText(settings.breakDuration))];
    case WORK:
      return [hint.workEnds(timeOfDay(phase.endsAt))];
    case SHORT_BREAK:
      return [hint.breakEnds(timeOfDay(phase.endsAt))];
    case BREAK_ALARM:
      return [
        hint.workDone(timeOfDay(phase.startedAt)),
        cycle < settings.numberCycles ? hint.breakAlarm : hint.longBreakAlarm,
      ];
    case WORK_ALARM:
      return [hint.breakDone(timeOfDay(phase.startedAt)), hint.workAlarm];
    case LONG_BREAK: {
      const { ringsAt, over } = phase;
      const endless = over ? hint.longBreakOver : hint.longBreak;
      return [ringsAt === null ? endless : hint.longBreakEnds(timeOfDay(ringsAt)), hint.nextSet];
    }
  }
}

/** The words for the codes of refusals. */
const REFUSED: Readonly<Partial<Record<string, keyof Words["refused"]>>> = {
  offline: "offline",
  unknown: "unknown",
  stale: "stale",
  "not-allowed": "watch",
  "wrong-key": "watch",
  "not-now": "notNow",
  "no-undo": "noUndo",
  "too-fast": "tooFast",
};

/** Why an action did not happen; null when it did. */
export const refusalText = (answer: Answer, words: Words): string | null =>
  answer.ok ? null : words.refused[REFUSED[answer.code] ?? "other"];

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
