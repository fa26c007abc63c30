/** The board's side of the serial protocol (docs/board.md), for the virtual board and for tests. Pure. */
import { FROM_BOARD_BYTES } from "./limits";
import { encodeLine, isInteger, parseLine } from "./wire";
import type { BoardLine, HostLine, ParsedLine } from "./wire";

/** A board's line as bytes, at most FROM_BOARD_BYTES. */
export const encodeBoardLine = (line: BoardLine): Uint8Array<ArrayBuffer> =>
  encodeLine(line, FROM_BOARD_BYTES);

/** Parses a host's line as strictly as the firmware: an unknown `t` or an invalid number is noise, answered by `err`. */
export const parseHostLine = (text: string): ParsedLine<HostLine> => parseLine(text, toHostLine);

function toHostLine({ t, p, s, left, total, held }: Readonly<Record<string, unknown>>): HostLine | null {
  switch (t) {
    case "hello":
      return isInteger(p, 0) ? { t, p } : null;
    case "ping":
      return { t };
    case "state":
      return isInteger(s, 0, 5) && isInteger(left, 0) && isInteger(total, 0) && (held === 0 || held === 1)
        ? { t, s, left, total, held }
        : null;
    default:
      return null;
  }
}
