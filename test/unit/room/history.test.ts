/** Tests the history: which change ends a work period, what its record contains, and how records are read and deleted. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { csvOf, parseSpan } from "../../../party/http/historyFormat";
import { MAX_RECORDS } from "../../../party/shared/limits";
import type { HistoryRecord } from "../../../party/shared/historyWire";
import type { Action } from "../../../party/shared/pomodoro";
import { FakeParty } from "./fake-party";
import { Historian, PEOPLE } from "./historian";
import {
  at,
  extend,
  HOLD,
  hours,
  PRESS,
  RESET,
  RESUME,
  seconds,
  setup,
  SKIP,
  T0,
  UNDO,
} from "../shared/helpers";

/** These tests try many inputs, and the machine may be busy. */
vi.setConfig({ testTimeout: 60_000 });

type Steps = readonly (readonly [second: number, Action | "look"])[];

/** A room with 100 s of work and 20 s of break, after these steps and settled at `end`. */
function lived(steps: Steps, end: number): Historian {
  const historian = new Historian();
  historian.act(setup({ workDuration: 100, breakDuration: 20 }), T0);
  for (const [second, what] of [...steps, [end, "look"] as const]) {
    if (what === "look") historian.look(at(second));
    else historian.act(what, at(second));
  }
  return historian;
}
/** [start, end, planned, worked, how], in s; the rest of the time is paused. */
type Row = readonly [number, number, number, number, HistoryRecord["how"]];
const record = ([start, end, planned, worked, how]: Row): HistoryRecord => ({
  started_at: at(start),
  ended_at: at(end),
  planned,
  worked,
  paused: end - start - worked,
  how,
  people: PEOPLE,
  list_done: 0,
});

const LIVES: readonly (readonly [string, Steps, readonly Row[]])[] = [
  ["current work has no record", [[0, PRESS]], []],
  ["work that reaches its deadline is recorded as done", [[0, PRESS], [100, "look"]], [[0, 100, 100, 100, "done"]]],
  ["work that is settled late is recorded as ended at its deadline", [[0, PRESS], [170, PRESS]], [[0, 100, 100, 100, "done"]]],
  ["skipped work is recorded with the time that was worked", [[0, PRESS], [30, SKIP]], [[0, 30, 100, 30, "skipped"]]],
  ["reset work is recorded with the time that was worked", [[0, PRESS], [30, RESET]], [[0, 30, 100, 30, "reset"]]],
  ["work that a setup ends is recorded as ended by a setup", [[0, PRESS], [30, setup({ workDuration: 5 })]], [[0, 30, 100, 30, "setup"]]],
  ["a setup for the next period does not change the record of the current work", [[0, PRESS], [30, setup({ workDuration: 5 }, "next")], [40, RESET]], [[0, 40, 100, 40, "reset"]]],
  ["the record of work that was held twice has the time of both pauses", [[0, PRESS], [10, HOLD], [40, RESUME], [50, HOLD], [55, PRESS], [135, "look"]], [[0, 135, 100, 100, "done"]]],
  ["work that is reset while it is held is recorded with its pause", [[0, PRESS], [10, HOLD], [70, RESET]], [[0, 70, 100, 10, "reset"]]],
  ["the record of extended work has the extended time as planned", [[0, PRESS], [10, extend(50)], [150, "look"]], [[0, 150, 150, 150, "done"]]],
  ["the record of work that was extended while held has the extended time as planned", [[0, PRESS], [10, HOLD], [15, extend(50)], [20, RESUME], [160, "look"]], [[0, 160, 150, 150, "done"]]],
  ["breaks have no records", [[0, PRESS], [100, PRESS], [110, SKIP]], [[0, 100, 100, 100, "done"]]],
  ["the work after a skipped break has a record of its own", [[0, PRESS], [100, SKIP], [110, RESET]], [[0, 100, 100, 100, "done"], [100, 110, 100, 10, "reset"]]],
  ["work before an unanswered alarm is recorded once", [[0, PRESS], [100 + 7200, "look"]], [[0, 100, 100, 100, "done"]]],
  ["work whose start is undone has no record", [[0, PRESS], [5, UNDO]], []],
  ["undo of a skip removes the record until the work ends", [[0, PRESS], [30, SKIP], [35, UNDO], [100, "look"]], [[0, 100, 100, 100, "done"]]],
  ["undo of a reset removes the record until the work ends", [[0, PRESS], [30, RESET], [35, UNDO], [50, SKIP]], [[0, 50, 100, 50, "skipped"]]],
  ["undo of a setup removes the record until the work ends", [[0, PRESS], [30, setup()], [35, UNDO], [50, SKIP]], [[0, 50, 100, 50, "skipped"]]],
  ["undo of a reset after the deadline records the work as done at the deadline", [[0, PRESS], [95, RESET], [102, UNDO]], [[0, 100, 100, 100, "done"]]],
  ["undo of a reset of held work continues the pause", [[0, PRESS], [10, HOLD], [30, RESET], [35, UNDO], [40, RESUME], [130, "look"]], [[0, 130, 100, 100, "done"]]],
  ["an undone hold is not recorded as a pause", [[0, PRESS], [10, HOLD], [15, UNDO], [100, "look"]], [[0, 100, 100, 100, "done"]]],
  ["an undone extension is not recorded as planned", [[0, PRESS], [10, extend(50)], [15, UNDO], [100, "look"]], [[0, 100, 100, 100, "done"]]],
  ["an undo that comes too late leaves the record", [[0, PRESS], [30, RESET], [41, UNDO]], [[0, 30, 100, 30, "reset"]]],
  ["work that is extended from its alarm has no record until it ends again", [[0, PRESS], [110, extend(50)]], []],
  ["work that is extended from its alarm has one record from its first start", [[0, PRESS], [110, extend(50)], [160, "look"]], [[0, 160, 150, 150, "done"]]],
  ["work that is extended from its alarm twice has one record", [[0, PRESS], [110, extend(50)], [170, extend(10)], [180, "look"]], [[0, 180, 160, 160, "done"]]],
  ["work that is extended from its alarm and skipped has one record", [[0, PRESS], [110, extend(50)], [120, SKIP]], [[0, 120, 150, 110, "skipped"]]],
  ["the record of work that is extended after a skip has the worked time and the extension as planned", [[0, PRESS], [30, SKIP], [35, extend(50)], [85, "look"]], [[0, 85, 80, 80, "done"]]],
  ["undo of an extension from the alarm restores the record", [[0, PRESS], [110, extend(50)], [115, UNDO]], [[0, 100, 100, 100, "done"]]],
  ["work that is extended from its alarm, undone and extended again has one record", [[0, PRESS], [110, extend(50)], [115, UNDO], [120, extend(30)], [150, "look"]], [[0, 150, 130, 130, "done"]]],
  ["undo of a skip within an extension removes the record until the work ends", [[0, PRESS], [110, extend(50)], [120, SKIP], [125, UNDO], [160, "look"]], [[0, 160, 150, 150, "done"]]],
  ["the record of a second work has nothing of the first", [[0, PRESS], [110, PRESS], [130, PRESS], [140, RESET]], [[0, 100, 100, 100, "done"], [130, 140, 100, 10, "reset"]]],
  ["a break that is extended from its alarm has no record", [[0, PRESS], [110, PRESS], [140, extend(50)], [145, RESET]], [[0, 100, 100, 100, "done"]]],
]; // prettier-ignore

describe("records of work", () => {
  test.each(LIVES)("%s", (_, steps, rows) => {
    const last = Math.max(...steps.map(([second]) => second));
    expect(lived(steps, last).records).toEqual(rows.map(record));
  });

  test("work during which the clock was set back is not recorded as ended before it began", () => {
    const { records } = lived([[10, PRESS], [7, RESET]], 7); // prettier-ignore
    expect(records).toEqual([record([10, 10, 100, 0, "reset"])]);
  });

  test("several works that end while the server is away are each recorded once, at their own deadlines", () => {
    const late: Steps = [[0, setup({ autoContinue: 5, numberCycles: 1 }, "next")], [0, PRESS]]; // prettier-ignore
    const { records } = lived(late, 100_000);
    // The set is 100 s of work, a 5 s alarm, 20 s of break, a 5 s alarm, 100 s of work, then the long break.
    const rows = [[0, 100, 100, 100, "done"], [130, 230, 100, 100, "done"]] as const; // prettier-ignore
    expect(records).toEqual(rows.map(record));
  });
});

describe("the number of records", () => {
  const work = (historian: Historian, nth: number): void => {
    historian.act(PRESS, at(nth * 20));
    historian.act(RESET, at(nth * 20 + 1));
  };

  test(`the newest ${MAX_RECORDS} records are kept, the oldest are deleted first, and an undo leaves no gap`, () => {
    const historian = lived([], 0);
    for (let nth = 0; nth < MAX_RECORDS + 5; nth++) {
      work(historian, nth);
      expect(historian.disk.size).toBeLessThanOrEqual(MAX_RECORDS + 1);
    }
    expect(historian.works.at(-MAX_RECORDS)?.startedAt).toBe(at(5 * 20));
    historian.act(UNDO, at((MAX_RECORDS + 4) * 20 + 2));
    expect(historian.works.at(-MAX_RECORDS)?.startedAt).toBe(at(4 * 20));
    expect(historian.disk.size).toBe(MAX_RECORDS);
  });

  test("no deleted record is restored, neither by an undo nor by an extension", () => {
    for (const [steps, then] of [
      [
        [
          [0, PRESS],
          [30, RESET],
        ],
        UNDO,
      ],
      [
        [
          [0, PRESS],
          [110, extend(50)],
        ],
        UNDO,
      ],
      [
        [
          [0, PRESS],
          [100, "look"],
        ],
        extend(50),
      ],
    ] as const) {
      const historian = lived(steps, 112);
      historian.clear();
      historian.act(then, at(112));
      expect(historian.records).toEqual([]);
    }
  });
});

describe("the span of a query", () => {
  const parsed = (query: string) => parseSpan(new URLSearchParams(query));
  test.each([
    ["", {}],
    ["from=0", { from: 0 }],
    ["to=1790000000000&from=5&else=x", { from: 5, to: 1_790_000_000_000 }],
  ])("the query ?%s is parsed to a span", (query, span) => {
    expect(parsed(query)).toEqual(span);
  });
  test.each([
    "from=", "from=x", "from=-1", "from=1.5", "from=1e9", "from=%2B5", "from=%205", "from=0x10", "from=١",
    "from=1234567890123456",
  ])("the query ?%s is refused with the name of the field", (query) => {
    expect(parsed(query)).toBe("from: must be a moment in whole ms since 1970");
    expect(parsed(query.replace("from", "to"))).toBe("to: must be a moment in whole ms since 1970");
  }); // prettier-ignore
});

test("a CSV has a header, a row for each record, and CRLF after each of its lines", () => {
  const row: HistoryRecord = {
    ...record([0, 130, 100, 90, "skipped"]),
    started_at: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  };
  expect(csvOf([])).toBe(
    "started_at_utc,ended_at_utc,planned_seconds,worked_seconds,paused_seconds,how,people,list_done\r\n",
  );
  expect(csvOf([row, row]).split("\r\n")).toEqual([
    expect.stringMatching(/^started_at_utc,/),
    "2026-01-02T03:04:05,2026-09-21T14:15:30,100,90,40,skipped,3,0",
    "2026-01-02T03:04:05,2026-09-21T14:15:30,100,90,40,skipped,3,0",
    "",
  ]);
});

describe("the history of a room", () => {
  beforeEach(() => void vi.useFakeTimers({ now: T0 }));
  afterEach(() => void vi.useRealTimers());

  const ask = async (party: FakeParty, rest = "", method = "GET"): Promise<[number, string]> => {
    const request = new Request(`http://localhost/parties/main/kitchen/history${rest}`, { method });
    const answer = await party.instance.onRequest(request);
    return [answer.status, await answer.text()];
  };
  const records = async (party: FakeParty, query = ""): Promise<HistoryRecord[]> =>
    (JSON.parse((await ask(party, query))[1]) as { records: HistoryRecord[] }).records;

  test("an untouched room has no history, and neither reading nor deleting it stores anything", async () => {
    const party = await FakeParty.open("kitchen");
    expect(await ask(party)).toEqual([200, '{"records":[]}']);
    expect((await ask(party, "", "DELETE"))[0]).toBe(204);
    expect([party.storage.map.size, party.storage.log]).toEqual([0, []]);
  });

  test("a record counts the people who are connected when the work ends", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "setup", work_duration: 10, auto_continue: 5, break_duration: 5 });
    await party.say(kim, { action: "press" });
    await party.connect();
    await party.connect();
    await party.pass(seconds(12));
    for (const connection of party.connected) party.leave(connection);
    await party.pass(seconds(30));
    expect((await records(party)).map(({ people }) => people)).toEqual([3, 0]);
    expect(JSON.stringify([...party.storage.map].filter(([key]) => key !== "room"))).not.toMatch(/name|Kim/);
  });

  test("a query returns the records that end in its span, due ones included", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, {
      action: "setup",
      work_duration: 10,
      auto_continue: 5,
      break_duration: 5,
      number_cycles: 24,
    });
    await party.say(kim, { action: "press" });
    vi.setSystemTime(at(95)); // The alarm is late. Work ends every 25 s, first at 10 s.
    const ends = async (query: string) =>
      (await records(party, query)).map(({ ended_at }) => (ended_at - T0) / 1000);
    expect(await ends("")).toEqual([10, 35, 60, 85]);
    expect(await ends(`?from=${at(35)}`)).toEqual([35, 60, 85]);
    expect(await ends(`?to=${at(35)}`)).toEqual([10]);
    expect(await ends(`?from=${at(11)}&to=${at(61)}`)).toEqual([35, 60]);
    expect(await ends(`?from=${at(50)}&to=${at(40)}`)).toEqual([]);
    expect((await ask(party, `.csv?from=${at(85)}`))[1].split("\r\n")).toHaveLength(3);
    expect(await ask(party, "?from=yesterday")).toEqual([400, expect.stringContaining("from: ")]);
  });

  test("the end of work writes one record in the transaction of the change", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    for (let nth = 0; nth < 12; nth++) {
      await party.say(kim, { action: "press" });
      party.storage.log.length = 0;
      await party.say(kim, { action: "reset" });
      expect(party.storage.log).toEqual([
        "put room",
        `put work:${String(nth).padStart(10, "0")}`,
        "setAlarm",
      ]);
      await party.pass(seconds(15));
    }
    party.storage.log.length = 0;
    await party.say(kim, { action: "press" });
    expect(party.storage.log).toEqual(["put room", "setAlarm"]);
    expect(await records(party)).toHaveLength(12);
  });

  test("work whose end cannot be stored is recorded once, when its end is stored", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "press" });
    party.storage.failure = new Error("the disk is full");
    await expect(party.say(kim, { action: "reset" })).rejects.toThrow("the disk is full");
    await party.pass(seconds(5));
    await party.say(kim, { action: "skip" });
    expect(await records(party)).toMatchObject([{ how: "skipped", worked: 5 }]);
  });

  test("a history with more records than the platform deletes at once is deleted whole", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    for (let nth = 0; nth < 300; nth++) {
      await party.say(kim, { action: "press" });
      await party.say(kim, { action: "reset" });
      await party.pass(seconds(2));
    }
    expect(await records(party)).toHaveLength(300);
    await party.say(kim, { action: "press" });
    expect((await ask(party, "", "DELETE"))[0]).toBe(204);
    expect([...party.storage.map.keys()]).toEqual(["room"]);
    await party.pass(seconds(1500));
    expect(await records(party)).toMatchObject([{ how: "done", worked: 1500 }]);
    await party.wake();
    expect(await records(party)).toHaveLength(1);
  });

  test("an abandoned room is deleted with its history", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "press" });
    await party.say(kim, { action: "reset" });
    party.leave(kim);
    await party.pass(hours(24 * 31) + seconds(5));
    expect(party.storage.map.size).toBe(0);
    expect(await records(party)).toEqual([]);
  });

  test("an unreadable room answers 503 to its history and keeps its records", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "press" });
    await party.say(kim, { action: "reset" });
    const room = party.storage.map.get("room") as object;
    party.storage.map.set("room", { ...room, v: 99 });
    const before = structuredClone(party.storage.map);
    await party.wake();
    for (const [rest, method] of [
      ["", "GET"],
      [".csv", "GET"],
      ["", "DELETE"],
    ] as const) {
      // prettier-ignore
      expect((await ask(party, rest, method))[0]).toBe(503);
    }
    expect(party.storage.map).toEqual(before);
  });

  test("an unreadable record is skipped in the answer and left as it is", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    for (let nth = 0; nth < 2; nth++) {
      await party.say(kim, { action: "press" });
      await party.say(kim, { action: "reset" });
    }
    party.storage.map.set("work:0000000000", { startedAt: "long ago" });
    expect(await records(party)).toHaveLength(1);
    expect(party.storage.map.get("work:0000000000")).toEqual({ startedAt: "long ago" });
  });

  test("DELETE of the history is limited to 20 at once, and is not allowed for the CSV", async () => {
    const party = await FakeParty.open("kitchen");
    const statuses: number[] = [];
    for (let nth = 0; nth < 21; nth++) statuses.push((await ask(party, "", "DELETE"))[0]);
    expect(statuses).toEqual([...Array<number>(20).fill(204), 429]);
    expect((await ask(party, ".csv", "DELETE"))[0]).toBe(405);
    expect((await ask(party, "", "POST"))[0]).toBe(405);
    // Presses have a rate limit of their own.
    const press = { method: "POST", body: '{"action":"press"}' };
    const answer = await party.instance.onRequest(
      new Request("http://localhost/parties/main/kitchen", press),
    );
    expect(answer.status).toBe(200);
  });
});
