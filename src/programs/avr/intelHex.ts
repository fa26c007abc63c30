/** Reads a program in Intel's HEX format. Pure. */

const DATA = 0;
const END = 1;
/** Bytes of a line besides its data: count, address (2), type and checksum. */
const FRAME_BYTES = 5;
const ERASED = 0xff;

/** The bytes of the program from address 0 on, or what is wrong with the file, for a report. */
export type ParsedHex =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly problem: string };

/**
 * Parses a program that fits into `limit` bytes of flash. Gaps are 0xFF, as erased flash is. Strict: a damaged line, a line
 * behind the end, a missing end, an overlap, a program without bytes at address 0 and every type of line but data and end
 * is a problem, because a chip would run what a mistake leaves in it.
 */
export function parseIntelHex(text: string, limit: number): ParsedHex {
  const flash = new Uint8Array(limit).fill(ERASED);
  const isWritten = new Uint8Array(limit);
  let end = 0;
  let hasEnd = false;
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  for (const [i, line] of lines.entries()) {
    const fail = (problem: string): ParsedHex => ({ ok: false, problem: `line ${i + 1}: ${problem}` });
    if (hasEnd) return fail("it is behind the end");
    const bytes = parseLine(line);
    if (typeof bytes === "string") return fail(bytes);
    const [count = 0, high = 0, low = 0, type = 0] = bytes;
    const address = (high << 8) | low;
    if (type === END) {
      if (count !== 0) return fail("the end has data");
      hasEnd = true;
      continue;
    }
    if (type !== DATA) return fail(`type ${type} is not known`);
    if (address + count > limit) return fail(`it does not fit into ${limit} bytes`);
    for (let k = 0; k < count; k++) {
      if (isWritten[address + k]) return fail("it overlaps another line");
      isWritten[address + k] = 1;
      flash[address + k] = bytes[FRAME_BYTES - 1 + k] ?? ERASED;
    }
    end = Math.max(end, address + count);
  }
  if (!hasEnd) return { ok: false, problem: "the end is missing" };
  if (!isWritten[0]) return { ok: false, problem: "nothing is at address 0" };
  return { ok: true, bytes: flash.slice(0, end) };
}

/** All bytes of a line with a right count and checksum, or what is wrong. */
function parseLine(line: string): Uint8Array | string {
  if (!/^:([0-9A-Fa-f]{2})+$/.test(line)) return "it is no line of hexadecimal digits behind a colon";
  const bytes = Uint8Array.from({ length: (line.length - 1) / 2 }, (_, k) =>
    parseInt(line.slice(1 + 2 * k, 3 + 2 * k), 16),
  );
  if (bytes.length !== (bytes[0] ?? 0) + FRAME_BYTES) return "its length is wrong";
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  return (sum & 0xff) === 0 ? bytes : "its checksum is wrong";
}
