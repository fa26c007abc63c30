/** What the room has done: which change ends a work period, what is recorded of it, and how it is told. */
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

/** Much is tried in here, and the machine may be busy. */
vi.setConfig({ testTimeout: 60_000 });

type Steps = readonly (readonly [second: number, Action | "look"])[];

/** A room that works 100 s and rests 20 s, and is looked at last at `end`. */
function lived(steps: Steps, end: number): Historian {
  const historian = new Historian();
  historian.act(setup({ workDuration: 100, breakDuration: 20 }), T0);
  for (const [second, what] of [...steps, [end, "look"] as const]) {
    if (what === "look") historian.look(at(second));
    else historian.act(what, at(second));
  }
  return historian;
}
/** [start, end, planned, worked, how], in seconds; the rest was paused. */
type Row = readonly [number, number, number, number, HistoryRecord["how"]];
const record = ([start, end, planned, worked, how]: Row): HistoryRecord => ({
  started_at: at(start),
  ended_at: at(end),
  planned,
  worked,
  paused: end - start - worked,
  how,
  people: PEOPLE,
});

const LIVES: readonly (readonly [string, Steps, readonly Row[]])[] = [
  ["work that goes on", [[0, PRESS]], []],
  ["work whose time is over", [[0, PRESS], [100, "look"]], [[0, 100, 100, 100, "done"]]],
  ["work whose end is noticed late, at its deadline", [[0, PRESS], [170, PRESS]], [[0, 100, 100, 100, "done"]]],
  ["work that is skipped", [[0, PRESS], [30, SKIP]], [[0, 30, 100, 30, "skipped"]]],
  ["work that is reset", [[0, PRESS], [30, RESET]], [[0, 30, 100, 30, "reset"]]],
  ["work that ends with new settings", [[0, PRESS], [30, setup({ workDuration: 5 })]], [[0, 30, 100, 30, "setup"]]],
  ["settings for the next time", [[0, PRESS], [30, setup({ workDuration: 5 }, "next")], [40, RESET]], [[0, 40, 100, 40, "reset"]]],
  ["work that was held twice", [[0, PRESS], [10, HOLD], [40, RESUME], [50, HOLD], [55, PRESS], [135, "look"]], [[0, 135, 100, 100, "done"]]],
  ["work that is reset while it is held", [[0, PRESS], [10, HOLD], [70, RESET]], [[0, 70, 100, 10, "reset"]]],
  ["work that was extended", [[0, PRESS], [10, extend(50)], [150, "look"]], [[0, 150, 150, 150, "done"]]],
  ["work that was extended while it was held", [[0, PRESS], [10, HOLD], [15, extend(50)], [20, RESUME], [160, "look"]], [[0, 160, 150, 150, "done"]]],
  ["no break", [[0, PRESS], [100, PRESS], [110, SKIP]], [[0, 100, 100, 100, "done"]]],
  ["the work after a skipped break", [[0, PRESS], [100, SKIP], [110, RESET]], [[0, 100, 100, 100, "done"], [100, 110, 100, 10, "reset"]]],
  ["work done before an alarm that nobody answers", [[0, PRESS], [100 + 7200, "look"]], [[0, 100, 100, 100, "done"]]],
  ["work that was pressed by mistake and undone: nothing", [[0, PRESS], [5, UNDO]], []],
  ["a skip that was undone: nothing, until the work ends", [[0, PRESS], [30, SKIP], [35, UNDO], [100, "look"]], [[0, 100, 100, 100, "done"]]],
  ["a reset that was undone", [[0, PRESS], [30, RESET], [35, UNDO], [50, SKIP]], [[0, 50, 100, 50, "skipped"]]],
  ["a setup that was undone", [[0, PRESS], [30, setup()], [35, UNDO], [50, SKIP]], [[0, 50, 100, 50, "skipped"]]],
  ["a reset that was undone when the time was over: done, at the deadline", [[0, PRESS], [95, RESET], [102, UNDO]], [[0, 100, 100, 100, "done"]]],
  ["a reset of held work that was undone: the pause goes on", [[0, PRESS], [10, HOLD], [30, RESET], [35, UNDO], [40, RESUME], [130, "look"]], [[0, 130, 100, 100, "done"]]],
  ["a hold that was undone: no pause", [[0, PRESS], [10, HOLD], [15, UNDO], [100, "look"]], [[0, 100, 100, 100, "done"]]],
  ["an extension that was undone", [[0, PRESS], [10, extend(50)], [15, UNDO], [100, "look"]], [[0, 100, 100, 100, "done"]]],
  ["an undo that came too late: what was reset stays", [[0, PRESS], [30, RESET], [41, UNDO]], [[0, 30, 100, 30, "reset"]]],
  ["work extended from its alarm, as long as it goes on: nothing", [[0, PRESS], [110, extend(50)]], []],
  ["work extended from its alarm: one record, from its first start", [[0, PRESS], [110, extend(50)], [160, "look"]], [[0, 160, 150, 150, "done"]]],
  ["work extended from its alarm twice", [[0, PRESS], [110, extend(50)], [170, extend(10)], [180, "look"]], [[0, 180, 160, 160, "done"]]],
  ["work extended from its alarm and skipped", [[0, PRESS], [110, extend(50)], [120, SKIP]], [[0, 120, 150, 110, "skipped"]]],
  ["work extended after a skip: planned is what was worked, and the extension", [[0, PRESS], [30, SKIP], [35, extend(50)], [85, "look"]], [[0, 85, 80, 80, "done"]]],
  ["work extended from its alarm, which was undone: as it had ended", [[0, PRESS], [110, extend(50)], [115, UNDO]], [[0, 100, 100, 100, "done"]]],
  ["work extended from its alarm, undone, and extended again", [[0, PRESS], [110, extend(50)], [115, UNDO], [120, extend(30)], [150, "look"]], [[0, 150, 130, 130, "done"]]],
  ["a skip that was undone within an extension", [[0, PRESS], [110, extend(50)], [120, SKIP], [125, UNDO], [160, "look"]], [[0, 160, 150, 150, "done"]]],
  ["a second work, which has nothing of the first", [[0, PRESS], [110, PRESS], [130, PRESS], [140, RESET]], [[0, 100, 100, 100, "done"], [130, 140, 100, 10, "reset"]]],
  ["a break extended from its alarm: no work", [[0, PRESS], [110, PRESS], [140, extend(50)], [145, RESET]], [[0, 100, 100, 100, "done"]]],
]; // prettier-ignore

describe("the record", () => {
  test.each(LIVES)("of %s", (_, steps, rows) => {
    const last = Math.max(...steps.map(([second]) => second));
    expect(lived(steps, last).records).toEqual(rows.map(record));
  });

  test("of work during which the clock was set back ends no earlier than it began", () => {
    const { records } = lived([[10, PRESS], [7, RESET]], 7); // prettier-ignore
    expect(records).toEqual([record([10, 10, 100, 0, "reset"])]);
  });

  test("of several works that nobody saw end, each once and at its own deadline", () => {
    const late: Steps = [[0, setup({ autoContinue: 5, numberCycles: 1 }, "next")], [0, PRESS]]; // prettier-ignore
    const { records } = lived(late, 100_000);
    // 100 s of work, 5 s of ringing, 20 s of break, 5 s of ringing, and again; then the long break.
    const rows = [[0, 100, 100, 100, "done"], [130, 230, 100, 100, "done"]] as const; // prettier-ignore
    expect(records).toEqual(rows.map(record));
  });
});

describe("of the records", () => {
  const work = (historian: Historian, nth: number): void => {
    historian.act(PRESS, at(nth * 20));
    historian.act(RESET, at(nth * 20 + 1));
  };

  test(`the newest ${MAX_RECORDS} are there, the oldest leave first, and an undo makes no gap`, () => {
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

  test("none that was cleared comes back: not by an undo, and not by an extension", () => {
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

describe("a span", () => {
  const parsed = (query: string) => parseSpan(new URLSearchParams(query));
  test.each([
    ["", {}],
    ["from=0", { from: 0 }],
    ["to=1790000000000&from=5&else=x", { from: 5, to: 1_790_000_000_000 }],
  ])("is read from ?%s", (query, span) => {
    expect(parsed(query)).toEqual(span);
  });
  test.each([
    "from=", "from=x", "from=-1", "from=1.5", "from=1e9", "from=%2B5", "from=%205", "from=0x10", "from=١",
    "from=1234567890123456",
  ])("is refused with the field's name: ?%s", (query) => {
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
    "started_at_utc,ended_at_utc,planned_seconds,worked_seconds,paused_seconds,how,people\r\n",
  );
  expect(csvOf([row, row]).split("\r\n")).toEqual([
    expect.stringMatching(/^started_at_utc,/),
    "2026-01-02T03:04:05,2026-09-21T14:15:30,100,90,40,skipped,3",
    "2026-01-02T03:04:05,2026-09-21T14:15:30,100,90,40,skipped,3",
    "",
  ]);
});

describe("the room", () => {
  beforeEach(() => void vi.useFakeTimers({ now: T0 }));
  afterEach(() => void vi.useRealTimers());

  const ask = async (party: FakeParty, rest = "", method = "GET"): Promise<[number, string]> => {
    const request = new Request(`http://localhost/parties/main/kitchen/history${rest}`, { method });
    const answer = await party.instance.onRequest(request);
    return [answer.status, await answer.text()];
  };
  const records = async (party: FakeParty, query = ""): Promise<HistoryRecord[]> =>
    (JSON.parse((await ask(party, query))[1]) as { records: HistoryRecord[] }).records;

  test("that nobody has touched has no history, and neither looking nor clearing stores anything", async () => {
    const party = await FakeParty.open("kitchen");
    expect(await ask(party)).toEqual([200, '{"records":[]}']);
    expect((await ask(party, "", "DELETE"))[0]).toBe(204);
    expect([party.storage.map.size, party.storage.log]).toEqual([0, []]);
  });

  test("counts who is connected when the work ends: nobody, or everybody who looks on", async () => {
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

  test("tells those that ended from a moment on and before another, and what is due has ended", async () => {
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
    vi.setSystemTime(at(95)); // the alarm is late; work ends every 25 s from 10 s on
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

  test("writes one record for an end, not all of them, in the transaction of the change", async () => {
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

  test("whose disk fails at the end of a work records it once, when it has ended after all", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "press" });
    party.storage.failure = new Error("the disk is full");
    await expect(party.say(kim, { action: "reset" })).rejects.toThrow("the disk is full");
    await party.pass(seconds(5));
    await party.say(kim, { action: "skip" });
    expect(await records(party)).toMatchObject([{ how: "skipped", worked: 5 }]);
  });

  test("forgets more than the platform deletes at once, and goes on", async () => {
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

  test("that is abandoned goes with its history", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    await party.say(kim, { action: "press" });
    await party.say(kim, { action: "reset" });
    party.leave(kim);
    await party.pass(hours(24 * 30) + seconds(5));
    expect(party.storage.map.size).toBe(0);
    expect(await records(party)).toEqual([]);
  });

  test("that cannot be read answers 503 and keeps its records", async () => {
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

  test("with a record that cannot be read tells the others, and leaves it as it is", async () => {
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

  test("takes DELETE at most so often, and not for the CSV", async () => {
    const party = await FakeParty.open("kitchen");
    const statuses: number[] = [];
    for (let nth = 0; nth < 21; nth++) statuses.push((await ask(party, "", "DELETE"))[0]);
    expect(statuses).toEqual([...Array<number>(20).fill(204), 429]);
    expect((await ask(party, ".csv", "DELETE"))[0]).toBe(405);
    expect((await ask(party, "", "POST"))[0]).toBe(405);
    // A press has a bucket of its own.
    const press = { method: "POST", body: '{"action":"press"}' };
    const answer = await party.instance.onRequest(
      new Request("http://localhost/parties/main/kitchen", press),
    );
    expect(answer.status).toBe(200);
  });
});
