import { toNoise } from "./wire";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** A whole line of ASCII, or a description of a line that is not usable. */
export type SplitLine =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly noise: string; readonly tooLong: boolean };

/**
 * Splits a stream of bytes into lines, whatever the chunks are. Drops `\r` and empty lines. Stores at most `limit`
 * bytes: it skips the rest of a longer line up to its `\n` and reports the line as noise. A line that contains a byte
 * outside ASCII is noise too.
 */
export function makeLineSplitter(limit: number): (chunk: Uint8Array) => SplitLine[] {
  const buffer = new Uint8Array(limit);
  let length = 0;
  let tooLong = false;
  let hasNonAscii = false;

  function finishLine(): SplitLine | null {
    const text = String.fromCharCode(...buffer.subarray(0, length));
    const invalid = tooLong || hasNonAscii ? { ...toNoise(text.replace(/[^ -~]/g, "?")), tooLong } : null;
    length = 0;
    tooLong = hasNonAscii = false;
    return invalid ?? (text === "" ? null : { ok: true, text });
  }

  return (chunk) => {
    const lines: SplitLine[] = [];
    for (const byte of chunk) {
      if (byte === LINE_FEED) {
        const line = finishLine();
        if (line) lines.push(line);
      } else if (byte !== CARRIAGE_RETURN) {
        if (byte > 126) hasNonAscii = true;
        if (length < limit) buffer[length++] = byte;
        else tooLong = true;
      }
    }
    return lines;
  };
}
