import { describe, expect, test } from "vitest";
import { parseHistory } from "../../../../src/features/history/records";
import type { HistoryRecord } from "../../../../party/shared/historyWire";

const RECORD: HistoryRecord = {
  started_at: 1_800_000_000_000,
  ended_at: 1_800_001_500_000,
  planned: 1500,
  worked: 1500,
  paused: 0,
  how: "done",
  people: 2,
  list_done: 0,
};

describe("the room's answer", () => {
  test("the answer is parsed, the oldest record first, and fields of later servers are ignored", () => {
    const earlier = { ...RECORD, started_at: 1, ended_at: 2 };
    expect(parseHistory({ records: [RECORD, { ...earlier, mood: "good" }], more: 1 })).toEqual([
      earlier,
      RECORD,
    ]);
    expect(parseHistory({ records: [] })).toEqual([]);
  });

  test("a record that ended in a way that only a later server knows is kept with what it says", () => {
    const eaten = { ...RECORD, how: "eaten" };
    expect(parseHistory({ records: [eaten] })).toEqual([eaten]);
  });

  test.each([
    ["nothing", undefined],
    ["a list", []],
    ["an error", { type: "error", code: "bad-message", detail: "from" }],
    ["a record without some of its fields", { records: [{ started_at: 1, ended_at: 2 }] }],
    ["a text for a moment", { records: [{ ...RECORD, ended_at: "2027" }] }],
    ["an end before the beginning", { records: [{ ...RECORD, ended_at: RECORD.started_at - 1 }] }],
    ["a moment beyond all dates", { records: [{ ...RECORD, ended_at: 1e300 }] }],
    ["not a number", { records: [{ ...RECORD, worked: Number.NaN }] }],
    ["a negative time", { records: [{ ...RECORD, worked: -1 }] }],
    ["a fraction of a person", { records: [{ ...RECORD, people: 0.5 }] }],
    ["a number for the kind of end", { records: [{ ...RECORD, how: 1 }] }],
  ])("the answer is refused when it is %s", (_, answer) => {
    expect(parseHistory(answer)).toBeNull();
  });
});
