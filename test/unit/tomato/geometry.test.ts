import { describe, expect, test } from "vitest";
import { firstWordsIn } from "../../../src/i18n/first/words";
import { LANGUAGES } from "../../../src/i18n/languages";
import { cells, CENTRE, dots, messageSize, timeSize } from "../../../party/shared/layout";

const numbers = (text: string): number[] => text.split(" ").map(Number);

describe("the countdown", () => {
  test("the countdown is centred, and each digit has a cell of fixed width", () => {
    for (const text of ["24:59", "+0:07", "1:24:05", "00:00", "+12:34"]) {
      const at = numbers(cells(text, 70));
      expect(at).toHaveLength(text.length);
      expect(at.every((x, i) => i === 0 || x > (at[i - 1] ?? 0))).toBe(true);
    }
    expect(cells("11:11", 70)).toBe(cells("08:40", 70));
    // Two zeros, the widest digits, and a colon beside one: each is 0.54 and 0.22 em wide, and has an outline of 3 units.
    const [zero = 0, other = 0, colon = 0] = numbers(cells("00:00", 100));
    expect(other - zero).toBeGreaterThan(58);
    expect(colon - other).toBeGreaterThan(42);
    const [first = 0, , , , last = 0] = numbers(cells("24:59", 70));
    expect((first + last) / 2).toBeCloseTo(CENTRE, 1);
  });
});

test("a countdown of any length is as large as the fruit has room for", () => {
  expect(timeSize("25:00", 72)).toBe(72);
  for (const text of ["00:00", "1:24:05", "+12:34", "+1:59:59", "24:00:00", "167:59:59"]) {
    const size = timeSize(text, 72);
    const at = numbers(cells(text, size));
    const ends = ((text.startsWith("+") ? 0.5 : 0.6) + 0.6) / 2; // half of the first and half of the last cell, in em
    expect((at.at(-1) ?? NaN) - (at[0] ?? NaN) + ends * size, text).toBeLessThanOrEqual(208.2);
  }
});

describe("the message", () => {
  test("the message fits the fruit in every language, and is large enough to read", () => {
    for (const text of LANGUAGES.flatMap((language) => firstWordsIn(language).messages)) {
      const size = messageSize(text, 42);
      expect(size * 0.47 * text.length, text).toBeLessThanOrEqual(232.01);
      expect(size, text).toBeGreaterThanOrEqual(28);
    }
  });
});

describe("the dots of a set", () => {
  test("a set has a dot for each tomato; the dots do not overlap and stay on the fruit", () => {
    for (let count = 2; count <= 25; count++) {
      const all = dots(count);
      expect(all).toHaveLength(count);
      all.forEach(({ x, y, r }, i) => {
        expect(Math.abs(x - CENTRE) + r).toBeLessThan(100);
        expect(y + r).toBeLessThan(316);
        const before = all[i - 1];
        if (before !== undefined) expect(x - before.x).toBeGreaterThan(2 * r);
      });
    }
  });
});
