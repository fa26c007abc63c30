import { describe, expect, test } from "vitest";
import { firstWordsIn } from "../../../src/i18n/first/words";
import { LANGUAGES } from "../../../src/i18n/languages";
import { cells, CENTRE, dots, messageSize, RING_LENGTH, ringOffset } from "../../../party/shared/layout";
import { beads } from "../../../src/tomato/geometry";

const numbers = (text: string): number[] => text.split(" ").map(Number);

describe("the countdown", () => {
  test("the countdown is centred, and each digit has a cell of fixed width", () => {
    for (const text of ["24:59", "+0:07", "1:24:05", "00:00", "+12:34"]) {
      const at = numbers(cells(text, 70));
      expect(at).toHaveLength(text.length);
      expect(at.every((x, i) => i === 0 || x > (at[i - 1] ?? 0))).toBe(true);
    }
    expect(cells("11:11", 70)).toBe(cells("08:40", 70));
    const [first = 0, , , , last = 0] = numbers(cells("24:59", 70));
    expect((first + last) / 2).toBeCloseTo(CENTRE, 1);
  });
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

describe("the plate", () => {
  test("the plate has the given number of petals, and its ring goes from full to empty", () => {
    const [dash = 0, gap = 0] = beads(178, 20).split(" ").map(Number);
    expect((dash + gap) * 20).toBeCloseTo(2 * Math.PI * 178, 6);
    expect([ringOffset(0), ringOffset(1)]).toEqual([0, RING_LENGTH]);
  });
});
