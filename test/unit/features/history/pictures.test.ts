import { afterEach, describe, expect, test } from "vitest";
import { barsOf } from "../../../../src/features/history/bars";
import { dayAt, dayOf, weeksUntil } from "../../../../src/features/history/days";
import { makeFormats } from "../../../../src/features/history/format";
import {
  CELL,
  cornerOf,
  dayUnder,
  fruitOf,
  kindOf,
  LAYERS,
  layersOf,
  monthsIn,
  QUARTER,
  quartersSince,
  quartersUntil,
} from "../../../../src/features/history/heat";
import { NOTHING, tallyDays } from "../../../../src/features/history/tally";
import { halvesOf, marksIn, piecesIn, ticksIn } from "../../../../src/features/history/timeline";
import { ended, MINUTE } from "./helpers";

const zone = process.env["TZ"];
afterEach(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});
const local = (text: string): number => new Date(text).getTime();
const now = local("2027-05-12T15:00");

describe("the time line of a day", () => {
  const [morning, afternoon] = halvesOf(dayAt(now));

  test("a work period is at its place on the line, and one over noon is in both halves", () => {
    const [piece] = piecesIn(morning, [ended("2027-05-12T06:00", { worked: 60 })]);
    expect(piece).toEqual({ start: 5 / 12, inkStart: 5 / 12, end: 6 / 12, done: true });
    const noon = [ended("2027-05-12T12:30", { worked: 60, how: "skipped" })];
    expect(piecesIn(morning, noon)).toEqual([{ start: 11.5 / 12, inkStart: 11.5 / 12, end: 1, done: false }]);
    expect(piecesIn(afternoon, noon)).toEqual([{ start: 0, inkStart: 0, end: 0.5 / 12, done: false }]);
  });

  test("a period from the day before begins at midnight, and periods of other days are left out", () => {
    expect(piecesIn(morning, [ended("2027-05-12T00:30", { worked: 60 })])[0]?.start).toBe(0);
    const others = [ended("2027-05-11T10:00"), ended("2027-05-13T10:00"), ended("2027-05-12T00:00")];
    expect([...piecesIn(morning, others), ...piecesIn(afternoon, others)]).toEqual([]);
  });

  test("a period is filled only for the time worked, so that a pause is a thin line", () => {
    const [piece] = piecesIn(morning, [ended("2027-05-12T09:00", { worked: 60, paused: 480 })]);
    expect(piece).toEqual({ start: 0, inkStart: 8 / 12, end: 9 / 12, done: true });
  });

  test("the shortest period is visible, and one over noon on one side only", () => {
    const short = [ended("2027-05-12T09:00", { worked: 1 / 60 }), ended("2027-05-12T10:00", { worked: 0 })];
    for (const { inkStart, end } of piecesIn(morning, short)) expect(end - inkStart).toBeCloseTo(0.006, 9);
    const overNoon = [ended("2027-05-12T12:30", { worked: 10, paused: 50 })];
    expect(piecesIn(morning, overNoon).map(({ inkStart, end }) => end - inkStart)).toEqual([0]);
    expect(piecesIn(afternoon, overNoon)[0]?.inkStart).toBeCloseTo(20 / 720, 9);
  });

  test("the current moment is marked in one half only", () => {
    expect([marksIn(morning, now), marksIn(afternoon, now)]).toEqual([[], [3 / 12]]);
    expect([marksIn(morning, afternoon.from), marksIn(afternoon, afternoon.from)]).toEqual([[], [0]]);
  });

  test("the line has every third hour of local time, also on days on which the clocks change", () => {
    const hours = ({ ms }: { ms: number }): number => new Date(ms).getHours();
    expect([...ticksIn(morning), ...ticksIn(afternoon)].map(hours)).toEqual([
      0, 3, 6, 9, 12, 12, 15, 18, 21, 0,
    ]);
    process.env["TZ"] = "Europe/Berlin";
    const [spring] = halvesOf(dayAt(Date.parse("2027-03-28T10:00:00Z"))); // 11 hours
    expect(ticksIn(spring).map(({ at }) => Math.round(at * 11))).toEqual([0, 2, 5, 8, 11]);
    expect(ticksIn(spring).map(hours)).toEqual([0, 3, 6, 9, 12]);
    const [autumn] = halvesOf(dayAt(Date.parse("2027-10-31T10:00:00Z"))); // 13 hours
    expect(ticksIn(autumn).map(({ at }) => Math.round(at * 13))).toEqual([0, 4, 7, 10, 13]);
  });
});

describe("the bars of a week", () => {
  const [week = []] = weeksUntil(now, 1, 1);
  const barsWith = (...records: ReturnType<typeof ended>[]) => barsOf(week, tallyDays(records));

  test("the bars are proportional to the time worked, and the highest has the full height", () => {
    const bars = barsWith(
      ended("2027-05-10T12:00", { worked: 120 }),
      ended("2027-05-12T12:00", { worked: 60 }),
      ended("2027-05-12T13:00", { worked: 30, how: "skipped" }),
    );
    expect(bars.map(({ done, part }) => [done, part])).toEqual([
      [1, 0],
      [0, 0],
      [0.5, 0.25],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(bars.map(({ at }) => at)).toEqual([0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5].map((n) => n / 7));
  });
  test("a short period alone does not have the full height", () => {
    expect(barsWith(ended("2027-05-10T12:00", { worked: 6 }))[0]?.done).toBe(0.1);
  });
});

describe("the drawing of all days", () => {
  const weeks = weeksUntil(now, 1, 54);
  const kinds = (...records: ReturnType<typeof ended>[]) =>
    Object.fromEntries(
      layersOf(weeks, tallyDays(records), now).map(({ kind, path }) => [kind, path.split("M").length - 1]),
    );
  const past = weeks.flat().filter(({ start }) => start <= now).length;

  test.each([
    ["no work", NOTHING, "seed"],
    ["nothing finished", { ...NOTHING, part: 2, worked: 9000, partWorked: 9000 }, "hollow"],
    ["a short tomato", { ...NOTHING, done: 1, worked: 1 }, "ripe1"],
    ["an hour", { ...NOTHING, done: 1, worked: 3600 }, "ripe2"],
    ["two hours less a second", { ...NOTHING, done: 1, worked: 7199 }, "ripe2"],
    ["two hours", { ...NOTHING, done: 1, worked: 7200 }, "ripe3"],
    ["four hours", { ...NOTHING, done: 1, worked: 14_400 }, "ripe4"],
    ["a whole day", { ...NOTHING, done: 1, worked: 86_400 }, "ripe4"],
  ])("a day with %s has the right degree of ripeness", (_, tally, kind) => {
    expect(LAYERS[kindOf(tally)]).toBe(kind);
  });

  test("each past day is drawn once, and future days are not drawn", () => {
    expect(past).toBe(53 * 7 + 3); // a Wednesday
    const worked = kinds(
      ended("2027-05-12T12:00"),
      ended("2027-05-12T13:00"),
      ended("2027-05-11T12:00", { how: "reset" }),
      ended("2026-12-24T12:00", { worked: 240 }),
      ended("2025-01-01T12:00"), // before the first week
    );
    expect(worked).toEqual({ seed: past - 3, hollow: 1, ripe1: 1, ripe2: 0, ripe3: 0, ripe4: 1, leaf: 2 });
  });

  test("every fruit fits the square of its day", () => {
    for (let kind = 0; kind < 6; kind++) {
      const [, left = "", width = ""] =
        /^M([\d.]+) 5a[\d.]+ [\d.]+ 0 1 0 ([\d.]+) 0/.exec(fruitOf(kind, 5, 5).fruit) ?? [];
      expect(Number(left)).toBeGreaterThan(0);
      expect(Number(left) + Number(width)).toBeLessThan(CELL);
      expect(Number(left) + Number(width) / 2).toBeCloseTo(5, 5);
    }
  });

  test("the quarters contain all days, the newest quarter last", () => {
    const quarters = quartersUntil(now, 1, 4);
    expect(quarters.map((quarter) => quarter.length)).toEqual([QUARTER, QUARTER, QUARTER, QUARTER]);
    expect(quarters.flat()).toEqual(weeksUntil(now, 1, 4 * QUARTER));
  });

  test.each([
    ["today", "2027-05-12", 1],
    ["the first day of its row", "2027-02-15", 1],
    ["the day before that", "2027-02-14", 2],
    ["a year ago", "2026-05-12", 5],
    ["the first day of the fourth row", "2026-05-18", 4],
  ])("the number of quarters is enough to reach %s", (_, day, rows) => {
    process.env["TZ"] = "Europe/Berlin"; // one of the days has 23 hours
    expect(quartersSince(local(`${day}T00:00`), local("2027-05-12T15:00"), 1)).toBe(rows);
  });

  test("a point of the drawing belongs to its day, and to none in the future", () => {
    const [quarter = []] = quartersUntil(now, 1, 1);
    const share = (column: number): number => (column + 0.5) / QUARTER;
    expect(dayUnder(quarter, share(QUARTER - 1), 2.5 / 7, now)).toEqual(dayAt(now));
    expect(dayUnder(quarter, share(0), 0, now)).toEqual(quarter[0]?.[0]);
    expect(dayUnder(quarter, share(QUARTER - 1), 3.5 / 7, now)).toBeNull();
    expect(dayUnder(quarter, 1, 0.5, now)).toBeNull();
    expect(dayUnder(quarter, -0.01, 0.5, now)).toBeNull();
  });

  test("a day has its square in one quarter only", () => {
    const [older = [], newer = []] = quartersUntil(now, 1, 2);
    expect(cornerOf(newer, dayAt(now))).toEqual({ x: (QUARTER - 1) * CELL, y: 2 * CELL });
    expect(cornerOf(older, dayAt(now))).toBeNull();
    expect(cornerOf(older, dayAt(now, -91))).toEqual({ x: (QUARTER - 1) * CELL, y: 2 * CELL });
  });

  test("a month's name is above the week in which it begins, and above the first week of all where there is space", () => {
    const [quarter = []] = quartersUntil(now, 1, 1);
    const named = (weeks: typeof quarter): [number, number][] =>
      monthsIn(weeks, true, now).map(({ column, ms }) => [column, new Date(ms).getMonth() + 1]);
    // 15 February is the first day.
    expect(named(quarter)).toEqual([
      [2, 3],
      [6, 4],
      [10, 5],
    ]);
    expect(named(quarter.slice(3))).toEqual([
      [0, 3],
      [3, 4],
      [7, 5],
    ]);
    for (const rows of quartersUntil(now, 1, 8)) {
      const columns = monthsIn(rows, true, now).map(({ column }) => column);
      for (const [i, column] of columns.slice(1).entries())
        expect(column - (columns[i] ?? 0)).toBeGreaterThanOrEqual(3);
    }
  });

  test.each(["2027-05-12", "2026-03-04", "2026-11-29", "2028-02-29", "2027-01-03"])(
    "each month of the year before %s is named once",
    (day) => {
      const today = local(`${day}T15:00`);
      const quarters = quartersUntil(today, 1, 4);
      const months = quarters.flatMap((weeks, i) =>
        monthsIn(weeks, i === 0, today).map(({ ms }) => dayAt(ms).key),
      );
      const names = months.map((key) => Math.floor(key / 100));
      expect(new Set(names).size).toBe(names.length);
      expect(names.length).toBeGreaterThanOrEqual(11);
      expect(names.at(-1)).toBe(Math.floor(dayAt(today).key / 100)); // none of the future
    },
  );

  test("a day can be found by its key", () => {
    for (const day of weeks.flat()) expect(dayOf(day.key)).toEqual(day);
  });
});

describe("the formats of a locale", () => {
  const { duration } = makeFormats("en-US");
  test.each([
    [0, "0 min"],
    [1, "1 sec"],
    [59, "59 sec"],
    [60, "1 min"],
    [1500, "25 min"],
    [3600, "1 hr"],
    [5100, "1 hr 25 min"],
    [99 * 3600 + 60, "99 hr 1 min"],
    [100 * 3600 + 3540, "100 hr"],
  ])("%d seconds are written as %s", (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
  test("durations and moments have the format of the locale", () => {
    const from = local("2027-05-12T14:05");
    expect(makeFormats("en-GB").range(from, from + 25 * MINUTE)).toBe("14:05–14:30");
    expect(makeFormats("en-US").range(from, from + 25 * MINUTE)).toMatch(/^2:05\s–\s2:30\sPM$/);
    expect(makeFormats("de").range(from, from + 25 * MINUTE)).toBe("14:05–14:30");
    expect(["de", "nl", "en-US"].map((locale) => makeFormats(locale).hour(from).replace(/\s/, " "))).toEqual([
      "14",
      "14",
      "2 PM",
    ]);
    expect(makeFormats("de").duration(5100)).toBe("1 Std. 25 Min.");
    expect(makeFormats("ja", "en").duration(5100)).toBe("1 hr 25 min");
    expect(makeFormats("ja", "en").day(from)).toMatch(/月.*日/);
    expect(makeFormats("nl").weekday(from)).toBe("wo");
    expect(["nl", "de", "en-GB"].map((locale) => makeFormats(locale).letter(from))).toEqual(["W", "M", "W"]);
  });
  test("January is written with its year", () => {
    const { month } = makeFormats("en-GB");
    expect([month(local("2027-01-01T00:00")), month(local("2027-02-01T00:00"))]).toEqual(["Jan 2027", "Feb"]);
  });
});
