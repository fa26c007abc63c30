import { noise } from "./wire";

const NEWLINE = 10;
const RETURN = 13;

/** A whole line of ASCII, or what is to be reported in place of one. */
export type SplitLine =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly noise: string; readonly tooLong: boolean };

/**
 * Cuts a stream of bytes into lines, however it is chunked. `\r` and empty lines are dropped. Never holds
 * more than `limit` bytes: the rest of a longer line is thrown away up to its `\n`, and the line is noise;
 * so is one with a byte outside ASCII.
 */
export function makeLineSplitter(limit: number): (chunk: Uint8Array) => SplitLine[] {
  const kept = new Uint8Array(limit);
  let length = 0;
  let tooLong = false;
  let foreign = false;

  function finish(): SplitLine | null {
    const text = String.fromCharCode(...kept.subarray(0, length));
    const broken = tooLong || foreign ? { ...noise(text.replace(/[^ -~]/g, "?")), tooLong } : null;
    length = 0;
    tooLong = foreign = false;
    return broken ?? (text === "" ? null : { ok: true, text });
  }

  return (chunk) => {
    const lines: SplitLine[] = [];
    for (const byte of chunk) {
      if (byte === NEWLINE) {
        const line = finish();
        if (line) lines.push(line);
      } else if (byte !== RETURN) {
        if (byte > 126) foreign = true;
        if (length < limit) kept[length++] = byte;
        else tooLong = true;
      }
    }
    return lines;
  };
}
