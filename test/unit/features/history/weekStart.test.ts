import { describe, expect, test } from "vitest";
import { weekStartOf } from "../../../../src/features/history/weekStart";

const CASES = [
  ["en-GB", 1],
  ["nl", 1],
  ["de-AT", 1],
  ["en-US", 0],
  ["en", 0], // without a region, the most likely one
  ["pt-BR", 0],
  ["ja", 0],
  ["ar-EG", 6],
] as const;

describe("the week's first day", () => {
  test.each(CASES)("the first day of the week in %s is %d, from the browser's data", (language, day) => {
    expect(weekStartOf(language)).toBe(day);
  });
  test.each(CASES)("the first day of the week in %s is %d, without the browser's data", (language, day) => {
    expect(weekStartOf(language, () => undefined)).toBe(day);
  });
  test("the week begins on Monday for a text that is no language", () => {
    expect(weekStartOf("no language at all")).toBe(1);
    expect(weekStartOf("")).toBe(1);
  });
});
