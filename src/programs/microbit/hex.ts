/** Checks the .hex of MicroPython that the person has chosen, before a byte of it is written. Pure. */
import { InstallError } from "../installer";

/** A universal .hex, for both versions of the micro:bit, has about 2 MB. */
const MAX_BYTES = 8 * 1024 * 1024;
/** Bytes of a program, of either version of the micro:bit, in a universal .hex (0D) or in an Intel .hex (00). */
const DATA_RECORDS = new Set([0x00, 0x0d]);
const END_RECORD = 0x01;

const wrong = (why: string): never => {
  throw new InstallError("wrong-file", why);
};

/** The bytes of one line: length, address, kind, data and checksum; null if it is none. */
function parseRecord(line: string): Uint8Array | null {
  if (!/^:(?:[\dA-Fa-f]{2}){5,260}$/.test(line)) return null;
  const bytes = Uint8Array.from({ length: (line.length - 1) / 2 }, (_, i) =>
    Number.parseInt(line.slice(1 + 2 * i, 3 + 2 * i), 16),
  );
  const sum = bytes.reduce((all, byte) => all + byte, 0) & 0xff;
  return bytes[0] === bytes.length - 5 && sum === 0 ? bytes : null;
}

/**
 * The text of the file. Rejects (`wrong-file`) whatever is no whole .hex with MicroPython in it: another file, one that is
 * damaged or cut off, or another program, for example one from MakeCode.
 */
export function checkHex(file: Uint8Array): string {
  if (file.length > MAX_BYTES) return wrong(`${file.length} bytes`);
  const text = new TextDecoder("latin1").decode(file);
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  if (lines.length === 0) return wrong("an empty file");
  let content = "";
  let isAtEnd = false;
  for (const [i, line] of lines.entries()) {
    const record = parseRecord(line) ?? wrong(`line ${i + 1} is none of a .hex`);
    const kind = record[3] ?? 0;
    isAtEnd = kind === END_RECORD;
    if (DATA_RECORDS.has(kind)) content += String.fromCharCode(...record.subarray(4, -1));
  }
  if (!isAtEnd) return wrong("the end of the file is missing");
  if (!content.includes("MicroPython")) return wrong("no MicroPython in it");
  return text;
}
