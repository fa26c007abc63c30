import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readAssets, writePrevious } from "../../../party/ops/previousAssets";
import { temporaryFolder } from "../../harness/paths";

let place: string;
const folder = (): string => join(place, "assets");
const list = (): string => join(place, "assets.json");
beforeEach(() => {
  place = temporaryFolder();
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

/** Builds a version with these files, as vite does: the folder is emptied first. Returns what is in it afterwards. */
function build(...files: readonly string[]): string[] {
  const before = readAssets(folder(), list());
  rmSync(folder(), { recursive: true, force: true });
  mkdirSync(folder());
  for (const name of files) writeFileSync(join(folder(), name), `contents of ${name}`);
  writePrevious(folder(), list(), before);
  return readdirSync(folder()).toSorted();
}

describe("the files of the version before", () => {
  test("a build keeps the files of the version before, and of no older one", () => {
    expect(build("tomato-1.js", "same-0.css")).toEqual(["same-0.css", "tomato-1.js"]);
    expect(build("tomato-2.js", "same-0.css")).toEqual(["same-0.css", "tomato-1.js", "tomato-2.js"]);
    expect(build("tomato-3.js", "same-0.css")).toEqual(["same-0.css", "tomato-2.js", "tomato-3.js"]);
    expect(readFileSync(join(folder(), "tomato-2.js"), "utf8")).toBe("contents of tomato-2.js");
  });

  test("a version that is built again keeps the files of the version before it", () => {
    build("tomato-1.js");
    build("tomato-2.js");
    expect(build("tomato-2.js")).toEqual(["tomato-1.js", "tomato-2.js"]);
    expect(build("tomato-3.js")).toEqual(["tomato-2.js", "tomato-3.js"]);
  });

  test.each([null, "", "{", '{"a":1}', "[1]"])(
    "with the list %j all files count as those of the version before",
    (text) => {
      mkdirSync(folder());
      writeFileSync(join(folder(), "tomato-1.js"), "");
      if (text !== null) writeFileSync(list(), text);
      expect(build("tomato-2.js")).toEqual(["tomato-1.js", "tomato-2.js"]);
    },
  );
});
