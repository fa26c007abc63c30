/** The lines that people paste, and what they do with the turns. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Turns } from "../../../../party/shared/team";
import { linesOf, problemOf } from "../../../../src/features/tasks/lines";
import {
  addNames,
  moved,
  moveName,
  removeName,
  replaceName,
  shuffle,
} from "../../../../src/features/tasks/turns";

describe("pasted lines", () => {
  test.each([
    ["one line stays as it is", "  - one ", ["- one"]],
    ["bullets go", "- a\n* b\n• c", ["a", "b", "c"]],
    ["numbers and boxes go", "1. a\r\n2) [ ] b\r3. [x] c", ["a", "b", "c"]],
    ["empty lines go", "a\n\n \n- \nb", ["a", "-", "b"]],
    ["a number at the beginning of a text stays", "3 pages\n12 questions", ["3 pages", "12 questions"]],
    ["tabs become spaces", "a\tb\nc", ["a b", "c"]],
    ["nothing is no line", " \n ", []],
  ])("%s", (_, text, lines) => {
    expect(linesOf(text)).toEqual(lines);
  });

  test.each([
    ["", "empty"],
    ["  ", "empty"],
    ["\u200b\u2060\ufeff", "empty"], // zero width
    ["\u3164 \u2800", "empty"], // fillers
    ["👩\u200d💻", null], // a joiner between two that show something
    ["a\u0007b", "unsafe"],
    ["a\u202eb", "unsafe"],
    ["x".repeat(81), "long"],
    ["😀".repeat(81), "long"],
    ["😀".repeat(80), null],
    [` ${"x".repeat(80)} `, null],
  ])("the problem of %j is %s", (line, problem) => {
    expect(problemOf(line, 80)).toBe(problem);
  });
});

const turnsOf = (names: string, at: number): Turns => ({
  names: [...names].map((name) => ({ name, away: false })),
  at,
});
const namesOf = ({ names }: Turns): string => names.map(({ name }) => name).join("");
const turnsArbitrary = fc
  .tuple(fc.uniqueArray(fc.constantFrom(..."abcdefgh"), { minLength: 2 }), fc.nat(20))
  .map(([names, at]) => turnsOf(names.join(""), at % names.length));

describe("a change of the turns", () => {
  test("names are added once, and the first one has the first turn", () => {
    expect(addNames(null, ["a", "b"])).toEqual(turnsOf("ab", 0));
    expect(addNames(turnsOf("ab", 1), ["b", "c"])).toEqual(turnsOf("abc", 1));
    expect(addNames(null, ["a", "b", "a"])).toEqual(turnsOf("ab", 0)); // pasted twice
  });

  test.each([
    ["somebody before", "abc", 2, "a", "bc", 1],
    ["somebody after", "abc", 0, "c", "ab", 0],
    ["the one whose turn it is: the next one has it", "abc", 1, "b", "ac", 1],
    ["the last one, whose turn it is: the first one has it", "abc", 2, "c", "ab", 0],
    ["nobody", "abc", 1, "x", "abc", 1],
  ])("removing %s", (_, names, at, name, rest, now) => {
    expect(removeName(turnsOf(names, at), name)).toEqual(turnsOf(rest, now));
  });

  test("the turn of somebody who is removed goes past those who are away", () => {
    const away = (turns: Turns, name: string): Turns => replaceName(turns, name, { away: true });
    const turns = away(turnsOf("abcd", 1), "c");
    expect(removeName(turns, "b")).toEqual(away(turnsOf("acd", 2), "c"));
    expect(removeName(away(turnsOf("abc", 2), "a"), "c")).toEqual(away(turnsOf("ab", 1), "a"));
    const alone = away(away(turnsOf("abc", 0), "b"), "c");
    expect(removeName(alone, "a")).toEqual(away(away(turnsOf("bc", 0), "b"), "c")); // nobody else is there
  });

  test("moving and shuffling keep every name, and the turn with whom it was", () => {
    fc.assert(
      fc.property(
        turnsArbitrary,
        fc.nat(9),
        fc.nat(9),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (turns, from, to, random) => {
          const name = turns.names[from % turns.names.length]?.name ?? "";
          const place = to % turns.names.length;
          for (const next of [moveName(turns, name, place), shuffle(turns, () => random.next().value)]) {
            expect([...namesOf(next)].toSorted()).toEqual([...namesOf(turns)].toSorted());
            expect(next.names[next.at]).toEqual(turns.names[turns.at]);
          }
          expect(moveName(turns, name, place).names[place]?.name).toBe(name);
          expect(moved([...namesOf(turns)], from % turns.names.length, place).join("")).toBe(
            namesOf(moveName(turns, name, place)),
          );
        },
      ),
    );
  });

  test("a name and whether it is away can be changed", () => {
    expect(replaceName(turnsOf("ab", 0), "b", { away: true }).names[1]).toEqual({ name: "b", away: true });
    expect(namesOf(replaceName(turnsOf("ab", 0), "a", { name: "z" }))).toBe("zb");
  });
});
