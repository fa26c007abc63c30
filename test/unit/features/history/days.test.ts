import { afterEach, describe, expect, test } from "vitest";
import { dayAt, dayKey, noonOf, weeksUntil } from "../../../../src/features/history/days";

const HOUR = 3_600_000;
const at = (iso: string): number => Date.parse(iso);
const zone = process.env["TZ"];
/** The rest of the test runs in this time zone. */
const inZone = (name: string): void => void (process.env["TZ"] = name);

afterEach(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});

describe("a day", () => {
  test("a day is that of the device's time zone", () => {
    const moment = at("2027-03-01T23:30:00Z");
    const keys = (["Pacific/Kiritimati", "Europe/Amsterdam", "UTC", "America/Los_Angeles"] as const).map(
      (name) => {
        inZone(name);
        return dayKey(moment);
      },
    );
    expect(keys).toEqual([20270302, 20270302, 20270301, 20270301]);
  });

  test.each([
    ["Europe/Berlin", "2027-03-28T10:00:00Z", 23],
    ["Europe/Berlin", "2027-10-31T10:00:00Z", 25],
    ["Europe/Berlin", "2027-06-01T10:00:00Z", 24],
    ["America/New_York", "2027-03-14T16:00:00Z", 23],
    ["Australia/Lord_Howe", "2027-04-04T00:00:00Z", 24.5],
    ["Africa/Cairo", "2027-04-30T10:00:00Z", 23], // this day begins at one o'clock
    ["America/Havana", "2027-11-07T16:00:00Z", 25], // midnight comes twice
  ])("in %s the day of %s has %d hours, and contains its first and last moments", (name, iso, hours) => {
    inZone(name);
    const day = dayAt(at(iso));
    expect((day.end - day.start) / HOUR).toBe(hours);
    expect([day.start, day.end - 1].map(dayKey)).toEqual([day.key, day.key]);
    expect([dayKey(day.start - 1), dayKey(day.end)]).not.toContain(day.key);
    expect(dayAt(day.start)).toEqual(day);
    expect(dayAt(day.end - 1)).toEqual(day);
  });

  test("each day ends where the next begins, for more than a year, in different time zones", () => {
    for (const name of [
      "Europe/London",
      "America/Santiago",
      "Africa/Cairo",
      "Asia/Kolkata",
      "Pacific/Auckland",
    ]) {
      inZone(name);
      const days = Array.from({ length: 400 }, (_, i) => dayAt(at("2027-01-15T12:00:00Z"), i));
      for (const [i, day] of days.entries()) {
        if (i > 0) expect(day.start, `${name} ${day.key}`).toBe(days[i - 1]?.end);
      }
      expect(new Set(days.map(({ key }) => key)).size).toBe(400);
    }
  });

  test("noon is at twelve, also on days on which the clocks change", () => {
    inZone("Europe/Berlin");
    for (const iso of ["2027-03-28T10:00:00Z", "2027-10-31T10:00:00Z", "2027-06-01T10:00:00Z"]) {
      expect(new Date(noonOf(dayAt(at(iso)))).getHours()).toBe(12);
    }
  });
});

describe("weeks", () => {
  const now = at("2027-10-31T10:00:00Z"); // a Sunday, on which the clocks change
  test.each([
    [0, 20271031, 20271106],
    [1, 20271025, 20271031],
    [6, 20271030, 20271105],
  ])("a week that begins on weekday %d goes from %d to %d", (first, from, to) => {
    inZone("Europe/Berlin");
    const [week] = weeksUntil(now, first, 1);
    expect(week?.length).toBe(7);
    expect([week?.[0]?.key, week?.[6]?.key]).toEqual([from, to]);
  });

  test("the weeks follow each other without a gap, and the last one contains today", () => {
    inZone("America/New_York");
    const weeks = weeksUntil(now, 1, 54);
    const days = weeks.flat();
    expect(days.length).toBe(54 * 7);
    for (const [i, day] of days.entries()) if (i > 0) expect(day.start).toBe(days[i - 1]?.end);
    expect(weeks.at(-1)?.some(({ start, end }) => start <= now && now < end)).toBe(true);
    expect(weeks.every(([first]) => first !== undefined && new Date(first.start).getDay() === 1)).toBe(true);
  });
});
