import { describe, expect, it } from "vitest";
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
};

describe("the room's answer", () => {
  it("is read, the oldest record first, with what later servers may add", () => {
    const earlier = { ...RECORD, started_at: 1, ended_at: 2 };
    expect(parseHistory({ records: [RECORD, { ...earlier, mood: "good" }], more: 1 })).toEqual([
      earlier,
      RECORD,
    ]);
    expect(parseHistory({ records: [] })).toEqual([]);
  });

  it.each([
    ["nothing", undefined],
    ["a list", []],
    ["an error", { type: "error", code: "bad-message", detail: "from" }],
    ["a record too few words long", { records: [{ started_at: 1, ended_at: 2 }] }],
    ["a text for a moment", { records: [{ ...RECORD, ended_at: "2027" }] }],
    ["an end before the beginning", { records: [{ ...RECORD, ended_at: RECORD.started_at - 1 }] }],
    ["a moment beyond all dates", { records: [{ ...RECORD, ended_at: 1e300 }] }],
    ["no number", { records: [{ ...RECORD, worked: Number.NaN }] }],
    ["less than no work", { records: [{ ...RECORD, worked: -1 }] }],
    ["half a person", { records: [{ ...RECORD, people: 0.5 }] }],
    ["an end that we do not know", { records: [{ ...RECORD, how: "eaten" }] }],
  ])("is refused when it is %s", (_, answer) => {
    expect(parseHistory(answer)).toBeNull();
  });
});
