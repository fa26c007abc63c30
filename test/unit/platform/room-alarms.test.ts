/** When rooms wake for their alarms on plain workerd: spread over some seconds, and still ringing at the deadline. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MAX_LATE_MS, wakeTimeOf } from "../../../party/platform/alarmTimes";
import { RingPacer } from "../../../party/platform/ringPacer";
import { asRoomStorage } from "../../../party/platform/roomStorage";
import { FakeParty, FakeStorage } from "../room/fake-party";
import { hours, seconds, T0 } from "../shared/helpers";

/** workerd puts a room to sleep this long after its last event, in ms. */
const AWAKE_MS = 10_000;
/** As wide as what is in these names: the first digits decide. */
const NAMES = ["00000000", "40000000", "80000000", "ffffffff"].map((head) => head.padEnd(64, "0"));

beforeEach(() => void vi.useFakeTimers({ now: T0 }));
afterEach(() => void vi.useRealTimers());

describe("the moment at which a room wakes for its alarm", () => {
  test("a room that is heard wakes 1.5 to 9 s before, spread by its id, and one that is awake until then at its alarm", () => {
    const at = T0 + seconds(1500);
    expect(NAMES.map((name) => at - wakeTimeOf(name, true, at, T0))).toEqual([1500, 3375, 5250, 9000]);
    expect(NAMES.map((name) => wakeTimeOf(name, true, T0 + 10_000, T0))).toEqual(Array(4).fill(T0 + 10_000));
  });

  test("a room that nobody hears, wakes up to five minutes later, and one that only looks whether it is abandoned at its alarm", () => {
    const at = T0 + seconds(1500);
    expect(NAMES.map((name) => wakeTimeOf(name, false, at, T0) - at)).toEqual([
      0,
      MAX_LATE_MS / 4,
      MAX_LATE_MS / 2,
      MAX_LATE_MS,
    ]);
    for (const look of [T0 + hours(24), T0 + 30 * hours(24)])
      for (const isHeard of [true, false]) expect(wakeTimeOf(NAMES[2] ?? "", isHeard, look, T0)).toBe(look);
  });

  test("the room is still awake at its alarm after it has woken early, whatever its id", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9a-f]{64}$/),
        fc.integer({ min: 10_001, max: hours(12) }),
        (name, ms) => {
          const at = T0 + ms;
          const woken = wakeTimeOf(name, true, at, T0);
          expect(woken).toBeGreaterThan(T0);
          expect(woken).toBeLessThan(at);
          expect(wakeTimeOf(name, true, at, woken)).toBe(at);
        },
      ),
    );
  });
});

/** A room on the fake platform with the storage of plain workerd. */
class Workerd {
  readonly party: FakeParty;
  isWritable = true;
  #eventAt = Date.now();

  constructor(name: string) {
    const storage = new FakeStorage();
    const isHeard = (): boolean => (this.party.instance as unknown as { isHeard: boolean }).isHeard;
    asRoomStorage(storage, { name, isWritable: () => Promise.resolve(this.isWritable), isHeard });
    this.party = new FakeParty("kitchen", storage);
  }

  /** An event that is not the alarm: wakes the room where it sleeps. */
  async event<T>(job: () => Promise<T>): Promise<T> {
    if (Date.now() - this.#eventAt >= AWAKE_MS) await this.party.wake();
    this.#eventAt = Date.now();
    return job();
  }

  /** As in a crash: the instance is lost; the alarm is as it was when it was stored last. */
  async crash(): Promise<void> {
    await this.party.wake();
    this.#eventAt = Date.now();
  }

  /** Lets time pass. `crashAfterAlarm`: the process ends right after each alarm, and starts again. */
  async pass(ms: number, crashAfterAlarm = false): Promise<void> {
    const end = Date.now() + ms;
    const { party } = this;
    for (;;) {
      const { alarm } = party.storage;
      if (alarm === null || alarm > end) break;
      await vi.advanceTimersByTimeAsync(Math.max(0, alarm - Date.now()));
      if (Date.now() - this.#eventAt >= AWAKE_MS) await party.wake({ byAlarm: true });
      else await party.ring();
      this.#eventAt = Date.now();
      if (crashAfterAlarm) await this.crash();
    }
    await vi.advanceTimersByTimeAsync(end - Date.now());
  }
}

const ACTIONS = [
  { action: "press" },
  { action: "hold" },
  { action: "resume" },
  { action: "skip" },
  { action: "reset" },
  { action: "undo" },
  { action: "extend", seconds: 60 },
  { action: "setup", work_duration: 30, break_duration: 14 },
  { action: "setup", work_duration: 1500, auto_continue: 20 },
] as const;
const step = fc.record({
  action: fc.constantFrom(...ACTIONS),
  waitMs: fc.oneof(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: seconds(1700) })),
  crashAfterAlarm: fc.boolean(),
  crash: fc.boolean(),
});
const run = fc.record({ name: fc.constantFrom(...NAMES), steps: fc.array(step, { maxLength: 12 }) });

describe("a room that sleeps, wakes early and is killed", () => {
  test("everybody who is connected hears each ring at its deadline", async () => {
    await fc.assert(
      fc.asyncProperty(run, async ({ name, steps }) => {
        vi.setSystemTime(T0);
        const room = new Workerd(name);
        const kim = await room.party.connect();
        for (const { action, waitMs, crash, crashAfterAlarm } of steps) {
          await room.event(() => room.party.say(kim, action));
          if (crash) await room.crash();
          await room.pass(waitMs, crashAfterAlarm);
          for (const { by, started_at, now } of kim.take("room"))
            if ((by as { via: string } | null)?.via === "timer") expect(now).toBe(started_at);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("a room that nobody hears always has an alarm, at most five minutes after its deadline, and is told as it is due", async () => {
    await fc.assert(
      fc.asyncProperty(run, async ({ name, steps }) => {
        vi.setSystemTime(T0);
        const room = new Workerd(name);
        const { party } = room;
        const request = (init?: RequestInit): Promise<{ ends_at: number | null; state: number }> =>
          room.event(async () => {
            const answer = await party.instance.onRequest(
              new Request("http://localhost/parties/main/kitchen", init),
            );
            return (await answer.json()) as { ends_at: number | null; state: number };
          });
        await request({ method: "POST", body: JSON.stringify({ action: "press" }) });
        for (const { action, waitMs, crash, crashAfterAlarm } of steps) {
          await request({ method: "POST", body: JSON.stringify(action) });
          if (crash) await room.crash();
          await room.pass(waitMs, crashAfterAlarm);
          const { ends_at } = await request();
          if (ends_at === null) continue;
          expect(ends_at).toBeGreaterThan(Date.now());
          expect(party.storage.alarm).toBeGreaterThanOrEqual(ends_at);
          expect(party.storage.alarm).toBeLessThanOrEqual(ends_at + MAX_LATE_MS);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("the alarm of a room that nobody heard is early when somebody has connected", async () => {
    const room = new Workerd(NAMES[3] ?? "");
    const { party } = room;
    const press = { method: "POST", body: '{"action":"press"}' };
    await party.instance.onRequest(new Request("http://localhost/parties/main/kitchen", press));
    const deadline = T0 + seconds(1500);
    expect(party.storage.alarm).toBe(deadline + MAX_LATE_MS);
    await room.event(() => party.connect());
    await (party.instance as unknown as { renewAlarm(): Promise<void> }).renewAlarm();
    expect(party.storage.alarm).toBe(deadline - 9000);
  });

  test("the alarm is early soon after the disk takes changes again, where somebody has connected meanwhile", async () => {
    const room = new Workerd(NAMES[3] ?? "");
    const { party } = room;
    const press = { method: "POST", body: '{"action":"press"}' };
    await party.instance.onRequest(new Request("http://localhost/parties/main/kitchen", press));
    const late = party.storage.alarm;
    room.isWritable = false;
    await room.event(() => party.connect());
    await (party.instance as unknown as { renewAlarm(): Promise<void> }).renewAlarm();
    await vi.advanceTimersByTimeAsync(5000);
    expect(party.storage.alarm).toBe(late);
    room.isWritable = true;
    await vi.advanceTimersByTimeAsync(2000);
    expect(party.storage.alarm).toBe(T0 + seconds(1500) - 9000);
  });

  test("somebody who connects after the deadline of a room that nobody heard was not there when it ended", async () => {
    const room = new Workerd(NAMES[3] ?? "");
    const { party } = room;
    const send = async (path: string, init?: RequestInit): Promise<unknown> =>
      (
        await party.instance.onRequest(new Request(`http://localhost/parties/main/kitchen${path}`, init))
      ).json();
    await send("", { method: "POST", body: '{"action":"press"}' });
    await room.pass(seconds(1530));
    await room.event(() => party.connect());
    expect(await send("/history")).toMatchObject({ records: [{ people: 0 }] });
  });
});

describe("the turns of alarms that ring at the same moment", () => {
  test("fifty alarms of one moment ring at once, and of 10,000 fifty more every 20 ms", () => {
    const pacer = new RingPacer();
    const waits = Array.from({ length: 10_000 }, () => pacer.next(T0));
    expect(waits).toEqual(Array.from({ length: 10_000 }, (_, i) => Math.floor(i / 50) * 20));
  });

  test("an alarm after a pause rings at once, and none waits for longer than a minute after the clock was set back", () => {
    const pacer = new RingPacer();
    for (let i = 0; i < 1000; i++) pacer.next(T0);
    expect(pacer.next(T0 + 1000)).toBe(0);
    expect(pacer.next(T0 - hours(1))).toBe(0);
  });
});
