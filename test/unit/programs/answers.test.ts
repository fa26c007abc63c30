import { describe, expect, it } from "vitest";
import {
  parseCheck,
  parseInfo,
  parseWindow,
  toPlain,
  toProblem,
} from "../../../src/programs/micropython/answers";
import {
  hashProgram,
  removeProgram,
  renameProgram,
  writeProgram,
} from "../../../src/programs/micropython/boardPrograms";

describe("what a board says about itself", () => {
  it("what a board says about itself is parsed with and without the name of the machine", () => {
    expect(parseInfo("micropython|1.27.0|rp2|Raspberry Pi Pico with RP2040|1|1\r\n")).toEqual({
      name: "micropython",
      version: [1, 27, 0],
      platform: "rp2",
      machine: "Raspberry Pi Pico with RP2040",
      hasHash: true,
      canRename: true,
    });
    expect(parseInfo("micropython|1.9.2|microbit||0|0\n")).toMatchObject({ machine: "", hasHash: false });
    expect(parseInfo("circuitpython|9.2.1|RP2040|Raspberry Pi Pico with rp2040|1|1\r\n")?.name).toBe(
      "circuitpython",
    );
  });

  it.each([
    "",
    "micropython|1.27.0|rp2|Pico|1|1",
    "micropython|1.27|rp2|Pico|1|1\n",
    "micropython|1.27.0|rp2|Pico|1\n",
    "micropython|1.27.0|rp2|Pi|co|1|1\n",
    "micropython|1.27.0|rp2|Pico|2|1\n",
    "micropython|1.27.0|rp2|Pico\u0001|1|1\n",
    "micropython|1.27.0|rp 2|Pico|1|1\n",
    "noise\nmicropython|1.27.0|rp2|Pico|1|1\n",
    "micropython|1.27.0|rp2|Pico|1|1\nnoise\n",
    `micropython|1.27.0|rp2|${"x".repeat(81)}|1|1\n`,
  ])("is nothing where it is not exactly one such line: %j", (output) => {
    expect(parseInfo(output)).toBeNull();
  });
});

describe("a length and a hash", () => {
  it("a length and a hash are parsed, and an empty text of a file at its end as well", () => {
    expect(parseCheck("12 00ff\r\n")).toEqual({ length: 12, hex: "00ff" });
    expect(parseCheck("0 \r\n")).toEqual({ length: 0, hex: "" });
  });
  it.each(["", "12", "12 00FF\n", "12 00f\n", " 12 00ff\n", "-1 00\n", "12 00ff\n12 00ff\n", "1234567 00\n"])(
    "are nothing where the line is another one: %j",
    (output) => {
      expect(parseCheck(output)).toBeNull();
    },
  );
});

describe("the window of raw-paste mode", () => {
  it.each([
    ["\x80\x00", 128],
    ["\x00\x01", 256],
    ["\xff\xff", 65_535],
  ])("is two bytes, the low one first: %j", (text, window) => {
    expect(parseWindow(text)).toBe(window);
  });
  it.each(["", "\x80", "\x00\x00", "\x80\x00\x01"])("is nothing where it is none: %j", (text) => {
    expect(parseWindow(text)).toBeNull();
  });
});

describe("what people see of a board", () => {
  it("what people see of a board is printable ASCII of at most 80 characters", () => {
    expect(toPlain("\x1b[1m é\u202e x\r\n")).toBe("[1m x");
    expect(toPlain("x".repeat(200))).toHaveLength(80);
  });
  it("what people see of a board is the last line of an exception", () => {
    expect(toProblem('Traceback:\r\n  File "<stdin>", line 1\r\nOSError: 28\r\n')).toBe("OSError: 28");
    expect(toProblem("")).toBe("");
  });
});

describe("the programs for the board", () => {
  it("the programs for the board are ASCII whatever the bytes and names are", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const names = ["main.py", "x';import os#.py"];
    for (const code of [
      writeProgram(bytes),
      removeProgram(names),
      renameProgram(names),
      hashProgram(names[1] ?? ""),
    ]) {
      expect(code).toMatch(/^[\n -~]+$/);
      expect(code).not.toContain("';import");
    }
  });
});
