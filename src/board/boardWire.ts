import { encodeLine, FROM_BOARD_BYTES, isWhole, noise, parseObject } from "./wire";
import type { BoardLine, Heard, HostLine } from "./wire";

/** Protocol 1 from the board's side, for the virtual board and for tests. Pure. */

/** A board's line as bytes, at most 200. */
export const encodeBoardLine = (line: BoardLine): Uint8Array<ArrayBuffer> =>
  encodeLine(line, FROM_BOARD_BYTES);

/** A host's line, as strict as the firmware: an unknown `t` or a bad number is noise, for one `err`. */
export function parseHostLine(text: string): Heard<HostLine> {
  const fields = parseObject(text);
  const line = fields && hostLine(fields);
  return line ? { ok: true, line } : noise(text);
}

function hostLine({ t, p, s, left, total, held }: Readonly<Record<string, unknown>>): HostLine | null {
  switch (t) {
    case "hello":
      return isWhole(p, 0) ? { t, p } : null;
    case "ping":
      return { t };
    case "state":
      return isWhole(s, 0, 5) && isWhole(left, 0) && isWhole(total, 0) && (held === 0 || held === 1)
        ? { t, s, left, total, held }
        : null;
    default:
      return null;
  }
}
