/** docs/board.md repeats facts of the code: these tests compare the two. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BOARD_ERROR_CODES } from "../../../src/board/board";
import { HID_FILTERS } from "../../../src/board/hidModels";
import * as limits from "../../../src/board/limits";
import { UDEV_RULE } from "../../../src/board/udevRule";
import { invalidLines } from "../../firmware/lines";

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const page = read("docs/board.md");

/** The first two cells of each row of the tables in the chapter with this title, without backquotes. */
function rowsOf(title: string): [string, string][] {
  const chapter = page.split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "";
  return [...chapter.matchAll(/^\| `([^`]+)` *\| ([^|]*?) *\|/gm)].map(([, name = "", value = ""]) => [
    name,
    value,
  ]);
}

describe("docs/board.md", () => {
  it("the page lists every limit and timeout with its value", () => {
    const expected = Object.entries(limits).map(([name, value]) => [name, String(value)]);
    expect(rowsOf("Limits and timeouts")).toEqual(expected.map((row) => expect.arrayContaining(row)));
    expect(rowsOf("Limits and timeouts").length).toBe(expected.length);
  });

  it("the page lists every error code of boards and host", () => {
    const boardCodes = new Set(invalidLines.map(([, , answer]) => /"code":"([^"]+)"/.exec(answer)?.[1]));
    const listed = rowsOf("Error codes").map(([code]) => code);
    expect(listed.toSorted()).toEqual([...boardCodes, ...BOARD_ERROR_CODES].toSorted());
  });

  it("the page names the ids of every HID device", () => {
    const hex = (id: number): string => id.toString(16).padStart(4, "0");
    for (const { vendorId, productId, usagePage } of HID_FILTERS) {
      const id =
        vendorId === undefined || productId === undefined
          ? `0x${hex(usagePage ?? 0).toUpperCase()}`
          : `${hex(vendorId)}:${hex(productId)}`;
      expect(page).toContain(id);
    }
  });

  it("the udev rule names the vendor of every HID device, and the documents have the same rule", () => {
    for (const { vendorId } of HID_FILTERS)
      if (vendorId !== undefined) expect(UDEV_RULE).toContain(vendorId.toString(16).padStart(4, "0"));
    for (const path of ["docs/board.md", "firmware/circuitpython/README.md"])
      expect(read(path), path).toContain(UDEV_RULE);
  });
});
