import { describe, expect, it } from "vitest";
import { HEX_END as END, hexLines, hexRecord as record, toHexFile as bytesOf } from "../../harness/hex-file";
import { checkHex } from "../../../src/programs/microbit/hex";

const text = new TextEncoder();
const NAME = hexLines(0).slice(0, 2);

describe("the chosen .hex", () => {
  it("the chosen .hex is taken with MicroPython in it, also where the name lies across two lines", () => {
    expect(checkHex(bytesOf(...NAME, END))).toContain(END);
    expect(checkHex(text.encode([...NAME, END].join("\r\n")))).toContain(END);
  });

  it("the chosen .hex is taken as a universal one, with its own kinds of records", () => {
    const universal = [
      record(0x0a, Uint8Array.of(0x99, 0x03, 0xc0, 0xde)),
      record(0x0d, text.encode("MicroPython")),
    ];
    expect(checkHex(bytesOf(...universal, END))).toContain(END);
  });

  it.each([
    ["an empty file", new Uint8Array()],
    ["a program in Python", text.encode("from microbit import *\n")],
    ["a damaged line", bytesOf(...NAME.map((line) => line.replace("4D", "4E")), END)],
    ["a line that is too short", bytesOf(":00", END)],
    ["a line with another length", bytesOf(":0500000041BA", END)],
    ["a file that is cut off", bytesOf(...NAME)],
    ["another program", bytesOf(record(0, text.encode("MakeCode")), END)],
    ["a very large file", new Uint8Array(9 * 1024 * 1024)],
  ])("is refused where it is none of MicroPython: %s", (_, file) => {
    expect(() => checkHex(file)).toThrow(expect.objectContaining({ code: "wrong-file" }));
  });
});
