import { FROM_BOARD_BYTES } from "./limits";
import { makeLineSplitter } from "./lines";
import { parseBoardLine, toNoise } from "./wire";
import type { BoardLine } from "./wire";

/**
 * Turns a board's bytes into lines: calls `onLine` for each message and `onNoise` for every other line. A board that is
 * reset in the middle of a line sends its hello directly behind the beginning of that line: then both are called, first
 * `onNoise` for the line and then `onLine` for the hello.
 */
export function makeLineReceiver(
  onLine: (line: BoardLine) => void,
  onNoise: (text: string) => void,
): (chunk: Uint8Array) => void {
  const split = makeLineSplitter(FROM_BOARD_BYTES);

  function receiveLine(text: string): void {
    const parsed = parseBoardLine(text);
    if (parsed.ok) return onLine(parsed.line);
    onNoise(toNoise(text).noise);
    const tail = parseBoardLine(text.slice(text.lastIndexOf("{")));
    if (tail.ok && tail.line.t === "hello") onLine(tail.line);
  }

  return (chunk) => {
    for (const line of split(chunk)) {
      if (line.ok) receiveLine(line.text);
      else onNoise(line.noise);
    }
  };
}
