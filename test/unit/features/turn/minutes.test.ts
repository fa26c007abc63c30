import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SETTINGS } from "../../../../party/shared/settings";
import { maxSeconds, setTo, stepped, turned } from "../../../../src/features/turn/minutes";
import { spokenTime } from "../../../../src/features/turn/spokenTime";
import de from "../../../../src/features/turn/words/de";
import en from "../../../../src/features/turn/words/en";
import nl from "../../../../src/features/turn/words/nl";

const minutes = (n: number): number => n * 60;
const { min, max } = SETTINGS.workDuration;
const settings = fc.integer({ min, max });

describe("a twist", () => {
  test("a whole turn is an hour, and a turn back makes it shorter", () => {
    expect(turned(minutes(25), 360)).toBe(minutes(85));
    expect(turned(minutes(25), 90)).toBe(minutes(40));
    expect(turned(minutes(25), -90)).toBe(minutes(10));
  });

  test("each minute can be reached, and each fifth has a wider place than the others", () => {
    const reached = Array.from({ length: 360 }, (_, i) => turned(minutes(20), i / 4) / 60);
    const widths = new Map<number, number>();
    for (const one of reached) widths.set(one, (widths.get(one) ?? 0) + 1);
    expect([...widths.keys()]).toEqual(Array.from({ length: 16 }, (_, i) => 20 + i));
    expect(widths.get(25)).toBeGreaterThan(1.5 * (widths.get(24) ?? Infinity));
    expect(widths.get(25)).toBeGreaterThan(1.5 * (widths.get(26) ?? Infinity));
  });

  test("a twist stays within what a room accepts, and never goes the other way", () => {
    fc.assert(
      fc.property(settings, fc.double({ min: -5000, max: 5000, noNaN: true }), (seconds, degrees) => {
        const to = turned(seconds, degrees);
        expect(Number.isInteger(to) && to >= min && to <= maxSeconds(seconds)).toBe(true);
        expect(degrees > 0 ? to >= seconds : to <= seconds).toBe(true);
      }),
    );
  });

  test("a length of a few seconds or with seconds stays until it is turned to a whole minute", () => {
    expect([turned(3, -40), turned(3, 2), turned(3, 12)]).toEqual([3, 3, minutes(2)]);
    expect([turned(3125, 0), turned(3125, 6), turned(3125, -6)]).toEqual([3125, minutes(53), minutes(51)]);
    expect([turned(max, 90), turned(max, -30)]).toEqual([max, max - minutes(5)]);
  });
});

describe("the keys", () => {
  test("an arrow goes to the next whole minute, and a page key to the next fifth", () => {
    expect([stepped(1500, 1, 1), stepped(1500, 1, -1)]).toEqual([minutes(26), minutes(24)]);
    expect([stepped(minutes(26), 5, 1), stepped(minutes(26), 5, -1)]).toEqual([minutes(30), minutes(25)]);
    expect([stepped(3125, 1, 1), stepped(3125, 1, -1)]).toEqual([minutes(53), minutes(52)]);
    expect([stepped(3, 1, -1), stepped(3, 1, 1), stepped(3, 5, 1)]).toEqual([3, minutes(1), minutes(5)]);
    expect([stepped(minutes(2), 5, -1), stepped(minutes(120), 1, 1)]).toEqual([minutes(1), minutes(120)]);
  });

  test("a screen reader can ask for a number of minutes within the range", () => {
    expect([setTo(1500, 30), setTo(1500, 25), setTo(1500, 500), setTo(3, 1)]).toEqual([
      minutes(30),
      minutes(25),
      minutes(120),
      minutes(1),
    ]);
  });
});

describe("the spoken value", () => {
  test.each([
    [1500, "en", "25 minutes"],
    [60, "en", "1 minute"],
    [3, "en", "3 seconds"],
    [3125, "en", "52 minutes 5 seconds"],
    [1500, "nl", "25 minuten"],
    [60, "nl", "1 minuut"],
    [1500, "de", "25 Minuten"],
    [61, "de", "1 Minute 1 Sekunde"],
  ] as const)("%i seconds are spoken in %s as %s", (seconds, locale, text) => {
    expect(spokenTime(seconds, { en, nl, de }[locale])).toBe(text);
  });
});
