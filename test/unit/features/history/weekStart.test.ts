import { describe, expect, it } from "vitest";
import { weekStartOf } from "../../../../src/features/history/weekStart";

const CASES = [
  ["en-GB", 1],
  ["nl", 1],
  ["de-AT", 1],
  ["en-US", 0],
  ["en", 0], // the likely region of plain English
  ["pt-BR", 0],
  ["ja", 0],
  ["ar-EG", 6],
] as const;

describe("the week's first day", () => {
  it.each(CASES)("in %s is %d, as the browser tells it", (language, day) => {
    expect(weekStartOf(language)).toBe(day);
  });
  it.each(CASES)("in %s is %d, also where the browser cannot tell", (language, day) => {
    expect(weekStartOf(language, () => undefined)).toBe(day);
  });
  it("is Monday where the language is none", () => {
    expect(weekStartOf("no language at all")).toBe(1);
    expect(weekStartOf("")).toBe(1);
  });
});
