/** What the tomato says: the message of its state, or when work begins by itself. */
import { IDLE, startsAt } from "../../party/shared/pomodoro";
import type { Role } from "../../party/shared/access";
import type { Phase } from "../../party/shared/pomodoro";
import { firstWords } from "../i18n/firstWords";

/** The text for a set start; both moments are epoch ms. */
export type StartText = (at: number, now: number) => string;

/**
 * In the language of the page, a signal. Without `startText`, which loads after the first drawing, a set start has none.
 * `role`: nobody who only watches is told to press.
 */
export function messageOf(phase?: Phase, now = 0, startText?: StartText, role?: Role): string {
  const at = startsAt(phase);
  const state = phase?.state ?? IDLE;
  if (at !== undefined) return startText?.(at, now) ?? "";
  return state === IDLE && role === "watch" ? firstWords.ready : (firstWords.messages[state] ?? "");
}
