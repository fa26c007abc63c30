import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
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
    ended("2027-05-12T00:05"), // begun yesterday, ended today
    ended("2027-05-12T10:00", { how: "skipped", worked: 10 }),
    ended("2027-05-12T11:00", { how: "reset", worked: 1, paused: 300 }),
    ended("2027-05-12T12:00", { how: "setup", worked: 0 }),
  ]);
  it("has what ended on it, whole, and tells apart what was not finished", () => {
    expect(tallyOn(days, dayAt(now))).toEqual({ done: 1, part: 3, worked: 36 * 60, partWorked: 11 * 60 });
    expect(tallyOn(days, dayAt(now, -1))).toEqual({ done: 1, part: 0, worked: 1500, partWorked: 0 });
    expect(tallyOn(days, dayAt(now, 1))).toEqual(NOTHING);
  });

  it("and all the others make up the whole, whatever happened when", () => {
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
  it.each([
    ["none", [], 0],
    ["today alone", ["2027-05-12"], 1],
    ["up to today", ["2027-05-10", "2027-05-11", "2027-05-12"], 3],
    ["up to yesterday: today is not over", ["2027-05-10", "2027-05-11"], 2],
    ["broken by the day before yesterday", ["2027-05-09", "2027-05-11", "2027-05-12"], 2],
    ["long ago", ["2027-05-01", "2027-05-02"], 0],
  ])("%s", (_, days, length) => {
    expect(streakOf(daysWith(...days), now).length).toBe(length);
  });
  it("go on through the nights in which the clocks change", () => {
    process.env["TZ"] = "Europe/Berlin";
    const days = daysWith("2027-03-27", "2027-03-28", "2027-03-29", "2027-10-30", "2027-10-31", "2027-11-01");
    expect(streakOf(days, new Date("2027-03-29T00:30").getTime()).length).toBe(3);
    expect(streakOf(days, new Date("2027-11-01T23:30").getTime()).length).toBe(3);
  });
  it("tell on which day they began", () => {
    expect(streakOf(daysWith("2027-05-11", "2027-05-10"), now).since?.key).toBe(20270510);
    expect(streakOf(daysWith(), now).since).toBeNull();
  });
  it("are not made by what was not finished", () => {
    const days = tallyDays([ended("2027-05-12T12:00", { how: "skipped" })]);
    expect(streakOf(days, now).length).toBe(0);
  });
});
