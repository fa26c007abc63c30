import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { dayAt } from "../../../../src/features/history/days";
import { NOTHING, streakOf, sumOf, tallyDays, tallyOn } from "../../../../src/features/history/tally";
import { ended, MINUTE } from "./helpers";

const zone = process.env["TZ"];
afterEach(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});
const now = new Date("2027-05-12T15:00").getTime();

describe("a day's tally", () => {
  const days = tallyDays([
    ended("2027-05-11T23:59:59"),
    ended("2027-05-12T00:05"), // it began yesterday and ended today
    ended("2027-05-12T10:00", { how: "skipped", worked: 10 }),
    ended("2027-05-12T11:00", { how: "reset", worked: 1, paused: 300 }),
    ended("2027-05-12T12:00", { how: "setup", worked: 0 }),
  ]);
  test("a day counts the whole of every period that ended on it, and part-finished ones separately", () => {
    expect(tallyOn(days, dayAt(now))).toEqual({ done: 1, part: 3, worked: 36 * 60, partWorked: 11 * 60 });
    expect(tallyOn(days, dayAt(now, -1))).toEqual({ done: 1, part: 0, worked: 1500, partWorked: 0 });
    expect(tallyOn(days, dayAt(now, 1))).toEqual(NOTHING);
  });

  test("the tallies of all days add up to all records", () => {
    const record = fc.record({
      at: fc.integer({ min: now - 400 * 1440 * MINUTE, max: now }),
      how: fc.constantFrom("done" as const, "skipped" as const, "reset" as const, "setup" as const),
      worked: fc.integer({ min: 0, max: 1440 }),
      paused: fc.integer({ min: 0, max: 3000 }),
    });
    fc.assert(
      fc.property(fc.array(record), (made) => {
        const records = made.map(({ at, ...rest }) => ended(new Date(at).toISOString(), rest));
        const { done, part, worked, partWorked } = sumOf(tallyDays(records).values());
        expect(done + part).toBe(records.length);
        expect(done).toBe(records.filter(({ how }) => how === "done").length);
        expect(worked).toBe(records.reduce((sum, one) => sum + one.worked, 0));
        expect(worked - partWorked).toBe(
          records.reduce((sum, one) => sum + (one.how === "done" ? one.worked : 0), 0),
        );
      }),
    );
  });
});

describe("days in a row", () => {
  const daysWith = (...days: string[]) => tallyDays(days.map((day) => ended(`${day}T12:00`)));
  test.each([
    ["no day at all", [], 0],
    ["today only", ["2027-05-12"], 1],
    ["three days up to today", ["2027-05-10", "2027-05-11", "2027-05-12"], 3],
    ["two days up to yesterday", ["2027-05-10", "2027-05-11"], 2],
    ["a gap the day before yesterday", ["2027-05-09", "2027-05-11", "2027-05-12"], 2],
    ["days long ago only", ["2027-05-01", "2027-05-02"], 0],
  ])("with %s the row of days has the right length", (_, days, length) => {
    expect(streakOf(daysWith(...days), now).length).toBe(length);
  });
  test("a change of the clocks does not end the row of days", () => {
    process.env["TZ"] = "Europe/Berlin";
    const days = daysWith("2027-03-27", "2027-03-28", "2027-03-29", "2027-10-30", "2027-10-31", "2027-11-01");
    expect(streakOf(days, new Date("2027-03-29T00:30").getTime()).length).toBe(3);
    expect(streakOf(days, new Date("2027-11-01T23:30").getTime()).length).toBe(3);
  });
  test("the row of days has its first day", () => {
    expect(streakOf(daysWith("2027-05-11", "2027-05-10"), now).since?.key).toBe(20270510);
    expect(streakOf(daysWith(), now).since).toBeNull();
  });
  test("a part-finished period does not count for the row of days", () => {
    const days = tallyDays([ended("2027-05-12T12:00", { how: "skipped" })]);
    expect(streakOf(days, now).length).toBe(0);
  });
});
