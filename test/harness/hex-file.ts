/** Files as MicroPython's .hex for the micro:bit, small. */
const text = new TextEncoder();

/** One line of a .hex: its kind, its bytes, where they belong, and the sum. */
export function hexRecord(kind: number, data: Uint8Array, address = 0): string {
  const bytes = [data.length, address >> 8, address & 0xff, kind, ...data];
  const sum = -bytes.reduce((all, byte) => all + byte, 0) & 0xff;
  return `:${[...bytes, sum].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join("")}`;
}
export const HEX_END = hexRecord(1, new Uint8Array());
export const toHexFile = (...lines: string[]): Uint8Array<ArrayBuffer> =>
  text.encode(`${lines.join("\n")}\n`);

/** A .hex with MicroPython's name in it; the name lies across two lines. */
export const hexLines = (count = 400): string[] => [
  hexRecord(0, text.encode("xxxxMicroP")),
  hexRecord(0, text.encode("ython v1.1"), 10),
  ...Array.from({ length: count }, (_, i) =>
    hexRecord(
      0,
      Uint8Array.from({ length: 16 }, (_, j) => i + j),
      32 + 16 * i,
    ),
  ),
  HEX_END,
];
