/** The log of a device as CSV. */
import { expect, test } from "vitest";
import { logCsv } from "../../../../src/features/history/logCsv";

const entry = (text: string, done = false) => ({ room: "r", text, from: 0, to: 1_500_000, done });

test("each entry is a line with its moments, its text and whether it was done", () => {
  expect(logCsv([entry("chapter 3", true)])).toBe(
    'started_at,ended_at,text,done\r\n1970-01-01T00:00:00.000Z,1970-01-01T00:25:00.000Z,"chapter 3",true\r\n',
  );
});

test.each([
  ['a "quote", and a comma', '"a ""quote"", and a comma"'],
  ["=1+1", '"\'=1+1"'],
  ["@SUM(A1)", '"\'@SUM(A1)"'],
  ["-3", '"\'-3"'],
])("the text %s is written as %s, so that a spreadsheet takes it for a text", (text, cell) => {
  expect(logCsv([entry(text)]).split("\r\n")[1]).toContain(`,${cell},`);
});
