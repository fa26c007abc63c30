import { describe, expect, it } from "vitest";
import de from "../../../src/i18n/first/words/de";
import en from "../../../src/i18n/first/words/en";
import nl from "../../../src/i18n/first/words/nl";
import {
  cells,
  CENTRE,
  dots,
  messageSize,
  beads,
  RING_LENGTH,
  ringOffset,
} from "../../../src/tomato/geometry";

const numbers = (text: string): number[] => text.split(" ").map(Number);

describe("the countdown", () => {
  it("stands in the middle, and every digit in a cell that no other digit moves", () => {
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
  it("fits the fruit in every language, and is never too small to read", () => {
    for (const text of [en, nl, de].flatMap(({ messages }) => messages)) {
      const size = messageSize(text, 42);
      expect(size * 0.47 * text.length, text).toBeLessThanOrEqual(232.01);
      expect(size, text).toBeGreaterThanOrEqual(28);
    }
  });
});

describe("the dots of a set", () => {
  it("are as many as its tomatoes, lie apart, and stay on the fruit", () => {
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
  it("has as many petals as asked for, and its ring goes from whole to none", () => {
    const [dash = 0, gap = 0] = beads(178, 20).split(" ").map(Number);
    expect((dash + gap) * 20).toBeCloseTo(2 * Math.PI * 178, 6);
    expect([ringOffset(0), ringOffset(1)]).toEqual([0, RING_LENGTH]);
  });
});
