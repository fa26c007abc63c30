/** The lines that a person types or pastes, and what is wrong with one. PURE. */
import { UNSAFE_CHARACTERS } from "../../../party/shared/limits";

/** What stands before the items of a list in plain text: "- ", "* ", "1. ", "[ ] ". */
const BULLET = /^(?:[-*•‣–]\s+|\d{1,3}[.)]\s+)?(?:\[[ xX]?\]\s+)?/;

/** The lines of a text, without bullets and empty lines; a text of one line stays as it is. */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|[\r\n\u2028\u2029\v\f]/).map((line) => line.replaceAll("\t", " ").trim());
  const filled = lines.filter((line) => line !== "");
  return filled.length < 2 ? filled : filled.map((line) => line.replace(BULLET, "")).filter(Boolean);
}

/** Letters that show nothing: spaces, marks of the text's direction, joiners, fillers. */
const INVISIBLE = /[\p{Z}\p{Cf}\s\u115f\u1160\u2800\u3164]/gu;

export type LineProblem = "empty" | "long" | "unsafe";

/** Why the room would not accept this line; null: it would. */
export function problemOf(line: string, max: number): LineProblem | null {
  if (UNSAFE_CHARACTERS.test(line)) return "unsafe";
  if (line.replace(INVISIBLE, "") === "") return "empty";
  return [...line.trim()].length > max ? "long" : null;
}
