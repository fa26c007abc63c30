/** The filter of the log: of entries that differ only in ids and long numbers, one a minute is printed. */
import { expect, test } from "vitest";
import { LogFilter, REPEAT_MS } from "../../../party/ops/logFilter";

const failure = (n: number): readonly string[] => [
  `workerd/util.c++:410: error: SQLITE_FULL; actorId = ${String(n).repeat(64).slice(0, 64)}`,
  `stack: /bin/workerd@26b${n}`,
  "    at async Object.fetch (worker.js:4939:69)",
];
const feed = (filter: LogFilter, lines: readonly string[], now: number): string[] =>
  lines.flatMap((line) => filter.next(line, now));

test("a thousand failures in a minute print one entry with its stack, and after the minute how many were left out", () => {
  const filter = new LogFilter();
  const printed = Array.from({ length: 1000 }, (_, n) => feed(filter, failure(n), n)).flat();
  expect(printed).toEqual(failure(0));
  expect(feed(filter, failure(7), REPEAT_MS)).toEqual([
    "(999 more lines like the next one were left out)",
    ...failure(7),
  ]);
});

test("entries of different kinds, and two HTTP statuses, are all printed", () => {
  const filter = new LogFilter();
  const lines = ["a push was refused: 403", "a push was refused: 410", ...failure(1), "it works again"];
  expect(feed(filter, lines, 0)).toEqual(lines);
});

test("the filter remembers only so many kinds", () => {
  const filter = new LogFilter();
  const words = Array.from({ length: 1100 }, (_, n) => `kind ${n % 1000} ${n < 1000 ? "a" : "b"}`);
  expect(feed(filter, words, 0)).toEqual(words);
  expect(feed(filter, ["kind 0 a", "kind 999 b"], 1)).toHaveLength(2);
  expect(feed(filter, ["kind 99 b"], 1)).toEqual([]);
});
