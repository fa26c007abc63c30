import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseIntelHex } from "../../../src/programs/avr/intelHex";

const hexOf = (bytes: readonly number[]): string =>
  bytes.map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join("");
/** A line with the right length and checksum. */
function line(address: number, data: readonly number[], type = 0): string {
  const bytes = [data.length, address >> 8, address & 0xff, type, ...data];
  return `:${hexOf([...bytes, -bytes.reduce((sum, byte) => sum + byte, 0) & 0xff])}`;
}
const END = ":00000001FF";
const problemOf = (text: string, limit = 64): string | null => {
  const parsed = parseIntelHex(text, limit);
  return parsed.ok ? null : parsed.problem;
};

describe("parseIntelHex", () => {
  it("lines in any order give the bytes from address 0 on, with gaps of 0xFF", () => {
    const parsed = parseIntelHex([line(6, [7, 8]), line(0, [1, 2, 3]), END].join("\r\n"), 64);
    expect(parsed).toEqual({ ok: true, bytes: Uint8Array.of(1, 2, 3, 255, 255, 255, 7, 8) });
  });

  it.each([
    ["an empty file", "", "the end is missing"],
    ["a page of HTML", "<!doctype html>", "line 1: it is no line of hexadecimal digits behind a colon"],
    ["a file that was cut off", line(0, [1]), "the end is missing"],
    ["a line that was cut off", `${line(0, [1, 2]).slice(0, -2)}\n${END}`, "line 1: its length is wrong"],
    ["a wrong checksum", `:0100000001FF\n${END}`, "line 1: its checksum is wrong"],
    [
      "an odd number of digits",
      `:0100000001F\n${END}`,
      "line 1: it is no line of hexadecimal digits behind a colon",
    ],
    ["a line behind the end", `${line(0, [1])}\n${END}\n${line(1, [1])}`, "line 3: it is behind the end"],
    [
      "an empty line",
      `${line(0, [1])}\n\n${END}`,
      "line 2: it is no line of hexadecimal digits behind a colon",
    ],
    ["an overlap", `${line(0, [1, 2])}\n${line(1, [2])}\n${END}`, "line 2: it overlaps another line"],
    [
      "a byte above the limit",
      `${line(0, [1])}\n${line(63, [1, 2])}\n${END}`,
      "line 2: it does not fit into 64 bytes",
    ],
    ["an address of another segment", `${line(0, [0x10, 0], 2)}\n${END}`, "line 1: type 2 is not known"],
    ["nothing at address 0", `${line(1, [1])}\n${END}`, "nothing is at address 0"],
    ["an end with data", line(0, [1], 1), "line 1: the end has data"],
  ])("%s is a problem that is named", (_name, text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  it("one changed character of a line is always found", () => {
    const text = `${line(0, [1, 2, 3, 4])}\n${END}\n`;
    fc.assert(
      fc.property(fc.nat(text.length - 2), fc.constantFrom(..."0123456789ABCDEF:x"), (at, character) => {
        if (text[at] === character) return;
        expect(problemOf(text.slice(0, at) + character + text.slice(at + 1))).not.toBeNull();
      }),
    );
  });
});
