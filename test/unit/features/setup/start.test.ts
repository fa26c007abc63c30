/** A start at a time of today or tomorrow, and its entry in a calendar. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { calendarFile } from "../../../../src/features/setup/start/calendar";
import { dayOf, momentOf, nextHour } from "../../../../src/features/setup/start/startTime";

const zone = process.env["TZ"];
beforeEach(() => {
  process.env["TZ"] = "Europe/Amsterdam";
});
afterEach(() => {
  if (zone === undefined) delete process.env["TZ"];
  else process.env["TZ"] = zone;
});
const at = (text: string): number => new Date(text).getTime();

describe("the moment that a person chooses", () => {
  test.each([
    ["today", "2026-11-29T10:00:00+01:00", 0, "14:30", "2026-11-29T14:30:00+01:00"],
    ["tomorrow", "2026-11-29T10:00:00+01:00", 1, "09:00", "2026-11-30T09:00:00+01:00"],
    ["on the first of the next month", "2026-11-30T23:59:00+01:00", 1, "00:00", "2026-12-01T00:00:00+01:00"],
    ["after the clocks go back", "2026-10-24T12:00:00+02:00", 1, "09:00", "2026-10-25T09:00:00+01:00"],
    ["after the clocks go forward", "2027-03-27T12:00:00+01:00", 1, "09:00", "2027-03-28T09:00:00+02:00"],
    ["with seconds in the field", "2026-11-29T10:00:00+01:00", 0, "14:30:15", "2026-11-29T14:30:00+01:00"],
  ])("%s", (_, now, days, time, expected) => {
    expect(momentOf(at(now), days, time)).toBe(at(expected));
  });

  test("an empty field is no moment", () => {
    expect(momentOf(at("2026-11-29T10:00:00+01:00"), 0, "")).toBeNull();
  });

  test("the fields begin with the next full hour, which may be tomorrow", () => {
    expect(nextHour(at("2026-11-29T08:20:00+01:00"))).toEqual({ days: 0, time: "09:00" });
    expect(nextHour(at("2026-11-29T23:00:00+01:00"))).toEqual({ days: 1, time: "00:00" });
    expect(dayOf(at("2026-11-29T23:00:00+01:00"), 1)).toBe(at("2026-11-30T00:00:00+01:00"));
  });
});

describe("the calendar file", () => {
  const file = calendarFile({
    title: "Work; together, at nine",
    url: `https://tomato.example/r/${"a".repeat(60)}`,
    from: at("2026-11-30T08:00:00Z"),
    to: at("2026-11-30T08:25:00Z"),
    now: at("2026-11-29T10:00:00Z"),
  });
  const unfolded = file.replaceAll("\r\n ", "").split("\r\n");

  test("the calendar file has the moments in UTC, the link of the room, and an escaped title", () => {
    expect(unfolded).toContain("DTSTART:20261130T080000Z");
    expect(unfolded).toContain("DTEND:20261130T082500Z");
    expect(unfolded).toContain("DTSTAMP:20261129T100000Z");
    expect(unfolded).toContain("SUMMARY:Work\\; together\\, at nine");
    expect(unfolded).toContain(`URL:https://tomato.example/r/${"a".repeat(60)}`);
  });

  test("no line is longer than 75 octets, and every line ends as the standard says", () => {
    expect(file.endsWith("END:VCALENDAR\r\n")).toBe(true);
    for (const line of file.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(file.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });
});
