/** The cost of a backup grows with the number of files and not with its square: counted, because a clock is not exact. */
import fs, { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FileCopies } from "../../../party/ops/fileCopies";
import { temporaryFolder } from "../../harness/paths";

const CALLS = ["statSync", "copyFileSync", "readFileSync", "readdirSync", "existsSync", "rmSync"] as const;
/** Methods that look at the elements of an array one by one. */
const SEARCHES = ["includes", "indexOf", "find", "findIndex", "some", "every", "filter"] as const;

const ARRAYS: object = Array.prototype;

/** Counts calls of the file system, and the elements that searches in arrays look at, while the code runs. */
function countSteps(code: () => void): number {
  let steps = 0;
  const originals = CALLS.map((name) => [name, fs[name]] as const);
  const searches = SEARCHES.map((name) => [name, Array.prototype[name]] as const);
  const counting = <F extends (this: unknown, ...args: never[]) => unknown>(
    original: F,
    cost: (self: unknown) => number,
  ) =>
    function (this: unknown, ...args: Parameters<F>): unknown {
      steps += cost(this);
      return original.apply(this, args);
    };
  for (const [name, original] of originals)
    Object.assign(fs, { [name]: counting(original as () => unknown, () => 1) });
  for (const [name, original] of searches) {
    const counted = counting(original as () => unknown, (self) => (self as unknown[]).length);
    Object.defineProperty(ARRAYS, name, { value: counted, configurable: true, writable: true });
  }
  syncBuiltinESMExports();
  try {
    code();
  } finally {
    for (const [name, original] of originals) Object.assign(fs, { [name]: original });
    for (const [name, value] of searches)
      Object.defineProperty(ARRAYS, name, { value, configurable: true, writable: true });
    syncBuiltinESMExports();
  }
  return steps;
}

/** The steps of the part of a backup during which the server is stopped, when nothing has changed. */
function stepsWhileStopped(files: number): number {
  const place = temporaryFolder();
  try {
    for (const name of ["data/rooms", "copy/rooms"]) mkdirSync(join(place, name), { recursive: true });
    for (let i = 0; i < files; i++) {
      const file = join(place, "data", "rooms", `${String(i).padStart(64, "0")}.sqlite`);
      writeFileSync(file, "x");
      utimesSync(file, 1000, 1000); // long ago, so that a copy of the same time is the same file
    }
    const copies = new FileCopies(join(place, "data"), join(place, "copy"));
    copies.update();
    return countSteps(() => copies.finish({ isServerStopped: true }));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

test("while the server is stopped, a backup takes the same number of steps for each file, however many there are", () => {
  const [few, many] = [200, 1600];
  const perFile = [stepsWhileStopped(few) / few, stepsWhileStopped(many) / many];
  expect(perFile[0]).toBeGreaterThan(1);
  expect(perFile[1]).toBeLessThanOrEqual(perFile[0] ?? 0);
});
