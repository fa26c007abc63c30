/** A room whose clock is set while it runs, or was wrong for a while: nothing waits for long, and nothing is lost. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { generateKeys } from "../../../party/ops/vapidKeys";
import { isSecondLook } from "../../../party/room/abandonment";
import { Throttle } from "../../../party/room/presence";
import { RateLimit } from "../../../party/room/rateLimit";
import { EMPTY_OUTBOX, Outbox } from "../../../party/room/push/outbox";
import { nextAllowedAt } from "../../../party/room/delivery/sendRate";
import { Vapid } from "../../../party/room/push/vapid";
import type { ClockStep } from "../../../party/shared/clockStep";
import { hours, room as newRoom, seconds, T0 } from "../shared/helpers";
import { FakeParty } from "./fake-party";
import type { FakeConnection, Heard } from "./fake-party";

const DAY = hours(24);
const press = { action: "press" };

beforeEach(() => void vi.useFakeTimers({ now: T0 }));
afterEach(() => void vi.useRealTimers());

/** A room with somebody in it who has joined. */
async function openRoom(settings: object = {}): Promise<{ party: FakeParty; kim: FakeConnection }> {
  const party = await FakeParty.open("kitchen");
  const kim = await party.connect();
  await party.say(kim, { action: "join", name: "Kim" });
  await party.say(kim, { action: "setup", ...settings });
  return { party, kim };
}
async function look(party: FakeParty): Promise<Heard> {
  const answer = await party.instance.onRequest(new Request("http://localhost/parties/main/kitchen"));
  return (await answer.json()) as Heard;
}
/** Moves the clock by `byMs`; the platform's alarm stays at its moment. */
const moveClock = (byMs: number): void => void vi.setSystemTime(Date.now() + byMs);
/** As the start program of `npm start` tells it. `since`: how long ago it made the step before. */
const tell = (party: FakeParty, byMs: number, since: number): Promise<void> => {
  const instance = party.instance as unknown as { onClockStep(step: ClockStep): Promise<void> };
  return instance.onClockStep({ byMs, since, at: Date.now() });
};

describe("a room that nobody has changed yet", () => {
  test("it tells a step of the clock to those who are in it, so that their first press is not too late", async () => {
    const party = await FakeParty.open("kitchen");
    const kim = await party.connect();
    kim.take();
    moveClock(seconds(30));
    await tell(party, seconds(30), T0);
    expect(kim.take("room")).toMatchObject([{ rev: 0, now: Date.now() }]);
    expect(party.storage.map.size).toBe(0);
  });
});

describe("a clock that is set back", () => {
  test("a running period has no more time left than it had when its clock was last seen", async () => {
    const { party, kim } = await openRoom({ work_duration: 6 });
    await party.say(kim, press);
    moveClock(-hours(1));
    const now = Date.now();
    expect(await look(party)).toMatchObject({ state: 1, rev: 2, started_at: now, ends_at: now + seconds(6) });
    expect(kim.take("room").at(-1)).toMatchObject({ rev: 2, ends_at: now + seconds(6), now });
    expect(party.storage.alarm).toBe(now + seconds(6));
    await party.pass(seconds(6));
    expect(kim.take("room")).toMatchObject([{ state: 2, rev: 3, started_at: now + seconds(6) }]);
  });

  test("a period of which the start program tells the step has exactly as much left as before", async () => {
    const { party, kim } = await openRoom({ work_duration: 1500 });
    await party.say(kim, press);
    await party.pass(seconds(1200));
    moveClock(-hours(1));
    await tell(party, -hours(1), T0);
    const now = Date.now();
    expect(await look(party)).toMatchObject({ state: 1, rev: 2, ends_at: now + seconds(300) });
    expect(party.storage.alarm).toBe(now + seconds(300));
  });

  test("a request between the step and its news does not change how much is left", async () => {
    const { party, kim } = await openRoom({ work_duration: 1500 });
    await party.say(kim, press);
    await party.pass(seconds(1200));
    await party.wake();
    moveClock(-hours(1));
    expect((await look(party)).ends_at).toBe(Date.now() + seconds(1500));
    await tell(party, -hours(1), T0);
    expect((await look(party)).ends_at).toBe(Date.now() + seconds(300));
  });

  test("a step back does not move a period that was started after it, or before the clock went wrong", async () => {
    const { party, kim } = await openRoom({ work_duration: 1500 });
    moveClock(-hours(1));
    await party.say(kim, press);
    await tell(party, -hours(1), T0);
    expect((await look(party)).ends_at).toBe(Date.now() + seconds(1500));

    moveClock(seconds(60)); // the machine starts with a clock that is a minute ahead
    await party.wake();
    moveClock(-seconds(60));
    await tell(party, -seconds(60), Date.now() + seconds(60));
    expect((await look(party)).ends_at).toBe(Date.now() + seconds(1500));
  });

  test("a set start holds, since it is a time of day that people have agreed on", async () => {
    const { party, kim } = await openRoom();
    const startsAt = Date.now() + seconds(600);
    await party.say(kim, { action: "start", at: startsAt });
    moveClock(-hours(1));
    await tell(party, -hours(1), T0);
    expect(await look(party)).toMatchObject({ state: 0, rev: 2, starts_at: startsAt });
    await party.pass(hours(1) + seconds(599));
    expect(kim.take("room").at(-1)).toMatchObject({ state: 0, starts_at: startsAt });
    await party.pass(seconds(2));
    expect(kim.take("room").at(-1)).toMatchObject({ state: 1, rev: 3, started_at: startsAt });
  });

  test("a start that was set on a clock that was wrong by days moves with it", async () => {
    const { party, kim } = await openRoom();
    await party.say(kim, { action: "start", at: Date.now() + seconds(600) });
    moveClock(-hours(31 * 24));
    await tell(party, -hours(31 * 24), T0);
    expect(await look(party)).toMatchObject({ state: 0, starts_at: Date.now() + seconds(600) });
  });

  test("a change cannot be undone later than 10 s after it, also where the clock was set back meanwhile", async () => {
    const { party, kim } = await openRoom();
    await party.say(kim, press);
    moveClock(-hours(1));
    vi.advanceTimersByTime(seconds(12));
    expect(await party.say(kim, { action: "undo", id: "u" })).toContainEqual(
      expect.objectContaining({ type: "error", code: "no-undo", id: "u" }),
    );
  });

  test("a change can be undone for what is left of its 10 s where the start program tells the step", async () => {
    const { party, kim } = await openRoom();
    await party.say(kim, press);
    vi.advanceTimersByTime(seconds(4));
    moveClock(-hours(1));
    await tell(party, -hours(1), T0);
    expect((await look(party)).undo_until).toBe(Date.now() + seconds(6));
    expect(await party.say(kim, { action: "undo", id: "u" })).toContainEqual(
      expect.objectContaining({ did: "undone", id: "u" }),
    );
  });

  test("a held period has at most its length left after a step back during the change that holds it", async () => {
    const { party, kim } = await openRoom({ work_duration: 60 });
    await party.say(kim, press);
    moveClock(-hours(1));
    const held = (await party.say(kim, { action: "hold", id: "h" })).find(({ id }) => id === "h");
    expect(held).toMatchObject({ state: 1, held_ms: seconds(60) });
  });

  test("people are told within a second who is in the room", async () => {
    const { party, kim } = await openRoom();
    vi.advanceTimersByTime(seconds(5));
    kim.take();
    moveClock(-hours(1));
    await party.connect();
    vi.advanceTimersByTime(seconds(1));
    expect(kim.take("people").at(-1)).toMatchObject({ count: 2 });
  });

  test("a timer that the platform has moved an hour away is replaced at the next request", () => {
    const send = vi.fn(() => true);
    const throttle = new Throttle(send);
    const never = vi.spyOn(globalThis, "setTimeout").mockImplementationOnce(() => 0 as never);
    throttle.request();
    never.mockRestore();
    moveClock(-hours(1));
    throttle.request();
    vi.advanceTimersByTime(seconds(1));
    expect(send).toHaveBeenCalledTimes(1);
  });

  test("refusals of before the step do not count as refusals of the last minute", () => {
    const limit = new RateLimit(T0);
    for (let i = 0; i < 20 + 150; i++) limit.take(T0 + hours(1));
    for (let i = 0; i < 20 + 60; i++) limit.take(T0);
    expect(limit.exhausted).toBe(false);
  });

  test("a push service that has asked for a pause is not left alone for longer than an hour", () => {
    expect(nextAllowedAt({ sent: [], notBefore: T0 + hours(48) }, 6, T0)).toBe(T0);
    expect(nextAllowedAt({ sent: [], notBefore: T0 + seconds(60) }, 6, T0)).toBe(T0 + seconds(60));
  });

  test("a test push that was to come in 10 s comes at once", () => {
    const outbox = new Outbox({ ...EMPTY_OUTBOX });
    outbox.addTest("a", T0 + seconds(10));
    expect(outbox.hasDue(T0)).toBe(false);
    expect(outbox.nextTask(newRoom(), T0 - hours(1), () => true)).toMatchObject({ to: "a" });
  });

  test("a push that is in flight during a step is not sent again", () => {
    const outbox = new Outbox({ ...EMPTY_OUTBOX });
    outbox.addTest("a", T0);
    const task = outbox.nextTask(newRoom(), T0, () => true);
    outbox.move(-hours(1), 0);
    if (task === null) throw new Error("no task");
    outbox.finishTask(task, { kind: "accepted" }, T0 - hours(1));
    expect(outbox.hasDue(T0)).toBe(false);
  });

  test("a token for a push service is never valid for longer than a day", async () => {
    const { publicKey, privateKey } = generateKeys();
    const vapid = new Vapid(publicKey, privateKey, "mailto:kim@example.org");
    const expiryAt = async (now: number): Promise<number> => {
      const header = await vapid.authorizationFor("https://push.example.org/1", now);
      const claims = Buffer.from(header.split(".")[1] ?? "", "base64url").toString();
      return (JSON.parse(claims) as { exp: number }).exp * 1000;
    };
    await expiryAt(T0 + 31 * DAY);
    expect(await expiryAt(T0)).toBeLessThanOrEqual(T0 + DAY);
  });
});

describe("a clock that is a month ahead for a while", () => {
  /** Starts the room with a clock that is `days` ahead, and then with the right one. */
  async function startAhead(party: FakeParty, days: number): Promise<void> {
    moveClock(days * DAY);
    await party.wake({ byAlarm: true });
    moveClock(-days * DAY);
    await party.wake();
  }

  test.each([
    ["idle", []],
    ["held", [press, { action: "hold" }]],
  ])("an %s room keeps its settings", async (_, actions) => {
    const { party, kim } = await openRoom({ work_duration: 77 });
    for (const action of actions) await party.say(kim, action);
    const before = await look(party);
    party.leave(kim);
    await startAhead(party, 31);
    expect(await look(party)).toMatchObject({ work_duration: 77, rev: before.rev, held_ms: before.held_ms });
    await startAhead(party, 400);
    expect(await look(party)).toMatchObject({ work_duration: 77, rev: before.rev, held_ms: before.held_ms });
  });

  test("a room whose first look was on a wrong clock is looked at anew when that clock is corrected", async () => {
    const { party, kim } = await openRoom({ work_duration: 77 });
    party.leave(kim);
    moveClock(31 * DAY);
    await party.wake({ byAlarm: true });
    expect(party.storage.map.get("room")).toMatchObject({ markedAt: T0 + 31 * DAY });
    moveClock(-31 * DAY);
    await tell(party, -31 * DAY, T0 + 31 * DAY);
    expect(party.storage.map.get("room")).not.toHaveProperty("markedAt");
    expect(party.storage.alarm).toBe(T0 + 30 * DAY);
  });

  test("a look that is due while the machine sleeps is made when it is awake again", async () => {
    const { party, kim } = await openRoom({ work_duration: 77 });
    party.leave(kim);
    moveClock(30 * DAY + hours(1));
    await tell(party, hours(8), T0);
    expect(party.storage.map.get("room")).toMatchObject({ markedAt: Date.now() });
    moveClock(DAY + hours(1));
    await tell(party, hours(8), T0);
    expect([party.storage.map.size, party.storage.alarm]).toEqual([0, null]);
  });

  test("a look counts as the second one only between a day and a week after the first", () => {
    const isSecond = (later: number): boolean => isSecondLook(T0, T0 + later);
    expect([-DAY, 0, DAY - 1, DAY, 7 * DAY, 7 * DAY + 1].map(isSecond)).toEqual([
      false,
      false,
      false,
      true,
      true,
      false,
    ]);
    expect(isSecondLook(undefined, T0)).toBe(false);
  });
});

test("a step forward sets the platform's alarm again, to another millisecond, because the platform ignores the same one", async () => {
  const { party, kim } = await openRoom({ work_duration: 1500 });
  await party.say(kim, press);
  moveClock(seconds(60));
  party.storage.log.length = 0;
  kim.take();
  await tell(party, seconds(60), T0);
  expect(party.storage.alarm).toBe(T0 + seconds(1500) + 1);
  expect(party.storage.log).toEqual(["setAlarm"]);
  expect(kim.take()).toMatchObject([{ type: "room", rev: 2, now: T0 + seconds(60) }]);
});

test("a step forward past the deadline rings at the deadline", async () => {
  const { party, kim } = await openRoom({ work_duration: 30 });
  await party.say(kim, press);
  moveClock(seconds(60));
  await tell(party, seconds(60), T0);
  expect(kim.take("room").at(-1)).toMatchObject({ state: 2, rev: 3, started_at: T0 + seconds(30) });
});

describe("a clock that goes forward by more than a silent connection has", () => {
  const CLIENT = "client-of-a-page";
  /** Two pages that have promised to be heard, in a room that somebody has changed or not. */
  async function openPages(
    isStored: boolean,
  ): Promise<{ party: FakeParty; kim: FakeConnection; lee: FakeConnection }> {
    const party = await FakeParty.open("kitchen");
    const [kim, lee] = [await party.connect(), await party.connect()];
    await party.say(kim, { action: "join", name: "Kim", client: `${CLIENT}-1` });
    await party.say(lee, { action: "join", name: "Lee", client: `${CLIENT}-2` });
    if (isStored) await party.say(kim, { action: "setup", work_duration: 30 });
    if (isStored) await party.say(kim, press);
    await party.pass(seconds(4));
    return { party, kim, lee };
  }

  test.each([true, false])(
    "a step forward closes no connection, also where a message comes before the news of the step (room stored: %s)",
    async (isStored) => {
      for (const byMs of [seconds(90), seconds(120), hours(8)]) {
        const { party, kim, lee } = await openPages(isStored);
        moveClock(byMs);
        await party.say(kim, { action: "ping", t0: 1 });
        vi.advanceTimersByTime(seconds(3));
        await tell(party, byMs, T0);
        await party.say(kim, { action: "ping", t0: 2 });
        vi.advanceTimersByTime(seconds(60));
        await party.say(kim, { action: "ping", t0: 3 });
        expect([kim.closed, lee.closed]).toEqual([null, null]);
      }
    },
  );

  test("everybody counts in the history where the news of the step ends the period", async () => {
    const { party } = await openPages(true);
    moveClock(seconds(120));
    await tell(party, seconds(120), T0);
    const answer = await party.instance.onRequest(
      new Request("http://localhost/parties/main/kitchen/history"),
    );
    expect(await answer.json()).toMatchObject({ records: [{ people: 2 }] });
  });

  test("a page that pings is not closed where nobody tells of the step", async () => {
    const { party, kim, lee } = await openPages(true);
    moveClock(seconds(120));
    for (let i = 0; i < 20; i++) {
      await party.say(kim, { action: "ping", t0: i });
      vi.advanceTimersByTime(1000);
      await party.say(lee, { action: "ping", t0: i });
      vi.advanceTimersByTime(1000);
    }
    expect([kim.closed, lee.closed]).toEqual([null, null]);
  });
});

describe("a clock that goes back while connections are silent", () => {
  /** Kim pings every 2 s, and the runtime answers `others` without waking the room every 45 s. */
  async function pass(
    party: FakeParty,
    kim: FakeConnection,
    ms: number,
    others: readonly FakeConnection[] = [],
  ): Promise<void> {
    for (let passed = 2000; passed <= ms; passed += 2000) {
      vi.advanceTimersByTime(2000);
      if (passed % seconds(45) < 2000) for (const other of others) other.answeredAt = Date.now();
      await party.say(kim, { action: "ping", t0: passed });
    }
  }

  describe.each([
    ["which the start program tells", true],
    ["of which nobody tells", false],
  ])("a step %s", (_, isTold) => {
    test.each([
      ["heard by the room", false],
      ["answered by the runtime", true],
    ])("a dead connection that was %s just before is closed 90 s after the step", async (_, isAnswered) => {
      const { party, kim } = await openRoom();
      const ghost = await party.connect();
      await party.say(ghost, { action: "join", client: "client-of-a-ghost" });
      if (isAnswered) {
        await pass(party, kim, seconds(60));
        ghost.answeredAt = Date.now();
      }
      moveClock(-hours(1));
      if (isTold) await tell(party, -hours(1), T0);
      await pass(party, kim, seconds(84));
      expect(ghost.closed).toBeNull();
      await pass(party, kim, seconds(14));
      expect(ghost.closed).toEqual({ code: 1000 });
    });

    test("a dead connection is closed also where the room sleeps between all that it hears", async () => {
      const { party, kim } = await openRoom();
      const ghost = await party.connect();
      await party.say(ghost, { action: "join", client: "client-of-a-ghost" });
      await pass(party, kim, seconds(60));
      ghost.answeredAt = Date.now();
      moveClock(-seconds(300));
      if (isTold) await tell(party, -seconds(300), T0);
      for (let i = 0; i < 10; i++) {
        await party.wake();
        await pass(party, kim, seconds(12));
      }
      expect(ghost.closed).toEqual({ code: 1000 });
    });

    test("a page that only the runtime answers stays, and it is counted", async () => {
      const { party, kim } = await openRoom();
      const hidden = await party.connect();
      await party.say(hidden, { action: "join", client: "client-of-a-hidden-page" });
      await pass(party, kim, seconds(120), [hidden]);
      moveClock(-hours(1));
      if (isTold) await tell(party, -hours(1), T0);
      await pass(party, kim, seconds(300), [hidden]);
      expect(hidden.closed).toBeNull();
      await party.connect();
      vi.advanceTimersByTime(seconds(1));
      expect(kim.take("people").at(-1)).toMatchObject({ count: 3 });
    });
  });
});

describe("a step back of less than 2 s, of which nobody tells", () => {
  const STEP_MS = 1900;

  test("a period ends once, at its deadline on the new clock, where the alarm of the platform comes early", async () => {
    const { party, kim } = await openRoom({ work_duration: 30 });
    await party.say(kim, press);
    vi.advanceTimersByTime(seconds(20));
    moveClock(-STEP_MS);
    vi.advanceTimersByTime(seconds(10));
    await party.ring(); // 30 s after it was set, on the monotonic clock
    expect(kim.take("room")).toEqual([]);
    expect(party.storage.alarm).toBe(T0 + seconds(30));
    await party.pass(seconds(60));
    expect(kim.take("room")).toMatchObject([{ state: 2, rev: 3, started_at: T0 + seconds(30) }]);
  });

  test("a room that sees the step by itself leaves a period as much time as it had", async () => {
    const { party, kim } = await openRoom({ work_duration: 30 });
    await party.say(kim, press);
    vi.advanceTimersByTime(seconds(20));
    await party.say(kim, { action: "extend", seconds: 1 });
    moveClock(-STEP_MS);
    expect((await look(party)).ends_at).toBe(Date.now() + seconds(11));
  });

  test("a press of a page that has rung before the room is refused as stale, and counts after the ring of the room", async () => {
    const { party, kim } = await openRoom({ work_duration: 30 });
    await party.say(kim, press);
    vi.advanceTimersByTime(seconds(30));
    moveClock(-STEP_MS);
    expect(await party.say(kim, { ...press, on: 3, id: "early" })).toMatchObject([
      { type: "error", code: "stale", id: "early" },
    ]);
    await party.pass(STEP_MS);
    expect(kim.take("room")).toMatchObject([{ state: 2, rev: 3 }]);
    expect(await party.say(kim, { ...press, on: 3, id: "late" })).toMatchObject([{ state: 3, id: "late" }]);
  });
});
