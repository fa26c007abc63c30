import { expect, test } from "vitest";
import { secondsOf } from "../../../../src/features/setup/durations";

test.each([
  ["25", 1500],
  ["1:30", 90],
  ["52:05", 3125],
  ["1,5", 90],
  [" 0.5 ", 30],
  ["0:01", 1],
  ["1440", 86_400],
])("the text %s of a work duration is %i seconds", (text, seconds) => {
  expect(secondsOf(text, "workDuration")).toBe(seconds);
});

test.each(["", "0", "0:00", "1441", "-5", "1:2:3", "a while", "25 min", ":"])(
  "the text “%s” is no duration of work",
  (text) => {
    expect(secondsOf(text, "workDuration")).toBeNull();
  },
);

test("a long break without a number waits for a person", () => {
  expect(secondsOf("", "longBreakDuration")).toBe(0);
});
