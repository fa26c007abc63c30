/** Tests how a device estimates the time of the server. */
import { beforeEach, describe, expect, it } from "vitest";
import { makeServerClock } from "../../../src/room/clock";
import type { ServerClock } from "../../../src/room/clock";

/** The true time in ms, which is the server's. The device's clock is an hour wrong; its monotonic clock begins at 0. */
let time = 0;
let wrongBy = 3_600_000;
let slept = 0;
const device = { monotonic: () => time - 1_000_000 - slept, wall: () => time + wrongBy };
let clock: ServerClock;

function roundTrip(thereMs: number, backMs: number): void {
  const sentAt = device.monotonic();
  time += thereMs;
  const serverNow = time;
  time += backMs;
  clock.sample(sentAt, serverNow);
}
const errorMs = (): number => Math.abs(clock.now() - time);

beforeEach(() => {
  time = 1_000_000;
  wrongBy = 3_600_000;
  slept = 0;
  clock = makeServerClock(device);
});

describe("the server's clock on a device", () => {
  it("the clock is the device's own until a message is received", () => {
    expect(clock.now()).toBe(device.wall());
  });

  it("the clock follows a server whose clock is set, at the first message, and asks for a round trip", () => {
    roundTrip(20, 20);
    expect(clock.observe(time - 500)).toBe(false); // a message that was on its way
    for (const byMs of [-3_600_000, 60_000, 500]) {
      time += byMs;
      slept += byMs; // the device's clock makes no step
      wrongBy -= byMs;
      expect(clock.observe(time)).toBe(true);
      expect(errorMs()).toBe(0);
      roundTrip(30, 30);
      expect(errorMs()).toBe(0);
      expect(clock.observe(time)).toBe(false);
    }
  });

  it("the clock is ahead of a server that was set back by less than 2 s until the next round trip after five minutes", () => {
    roundTrip(20, 20);
    const byMs = -1900;
    time += byMs;
    slept += byMs; // the device's clock makes no step
    wrongBy -= byMs;
    expect(clock.observe(time)).toBe(false);
    expect([errorMs(), clock.isDue()]).toEqual([1900, false]);
    time += 301_000;
    clock.observe(time);
    expect([errorMs(), clock.isDue()]).toEqual([1900, true]);
    roundTrip(30, 30);
    expect(errorMs()).toBe(0);
  });

  it("the clock is right to half a round trip, however wrong the device's clock is", () => {
    roundTrip(20, 20);
    expect(errorMs()).toBe(0);
    time += 60_000;
    expect(errorMs()).toBe(0);
  });

  it("the clock takes its first time from a message without a round trip, late by its delay at most", () => {
    clock.observe(time);
    time += 30;
    expect(errorMs()).toBe(0);
  });

  it("the clock uses the shortest round trip, not the last", () => {
    roundTrip(5, 5);
    roundTrip(900, 10);
    roundTrip(10, 700);
    expect(errorMs()).toBe(0);
  });

  it("the clock does not change when the device's clock is set", () => {
    roundTrip(10, 10);
    wrongBy = -7_200_000;
    expect(errorMs()).toBe(0);
  });

  it("the clock detects that the device slept, and prefers the next round trip to all older ones", () => {
    roundTrip(1, 1);
    expect(clock.isDue()).toBe(false);
    time += 600_000;
    slept += 600_000; // The monotonic clock stops during sleep.
    expect(errorMs()).toBe(600_000);
    expect(clock.isDue()).toBe(true);
    roundTrip(40, 40);
    expect(errorMs()).toBe(0);
  });

  it("the clock detects that the device slept for less than a second", () => {
    roundTrip(20, 20);
    expect(clock.isDue()).toBe(false);
    time += 600;
    slept += 600;
    expect(clock.isDue()).toBe(true);
    roundTrip(20, 20);
    expect(errorMs()).toBe(0);
  });

  it("the clock drops old round trips, so that drift does not add up", () => {
    roundTrip(1, 1);
    for (let i = 0; i < 8; i++) {
      time += 60_000;
      slept += 10; // The drift is 10 ms a minute.
      roundTrip(5, 5);
    }
    expect(errorMs()).toBeLessThanOrEqual(80);
    roundTrip(4, 4);
    expect(errorMs()).toBe(0);
  });

  it("the clock ignores an answer that is older than its request", () => {
    clock.sample(device.monotonic() + 50, time + 99_999);
    expect(clock.now()).toBe(device.wall());
  });
});

describe("when the server's clock is asked", () => {
  /** How many round trips the clock asks for at once, when it may. */
  function roundTripsMade(): number {
    let made = 0;
    while (clock.isDue()) {
      roundTrip(10, 10);
      made++;
    }
    return made;
  }

  it("a new connection makes four round trips, and no more", () => {
    clock.ask();
    clock.observe(time); // the first message
    expect(roundTripsMade()).toBe(4);
    time += 60_000;
    expect(clock.isDue()).toBe(false);
  });

  it("a round trip says whether another one follows at once", () => {
    clock.ask(2);
    const sample = (): boolean => clock.sample(device.monotonic(), time);
    expect([sample(), sample(), sample()]).toEqual([true, false, false]);
    clock.ask(1);
    expect([clock.isDue(), sample(), clock.isDue()]).toEqual([true, false, false]);
  });

  it.each([
    ["the device's clock was set forward", () => (wrongBy += 5000)],
    ["the device's clock was set back", () => (wrongBy -= 7_200_000)],
    ["the device slept and its monotonic clock stood still", () => ((time += 30_000), (slept += 30_000))],
  ])("four round trips follow after %s", (_, jump) => {
    roundTrip(10, 10);
    expect(clock.isDue()).toBe(false);
    jump();
    expect(roundTripsMade()).toBe(4);
  });

  it("four round trips follow after the server's clock was set", () => {
    roundTrip(10, 10);
    expect(clock.observe(time + 60_000)).toBe(true);
    expect(roundTripsMade()).toBe(4);
  });

  it("one round trip follows a message of the room that comes more than five minutes after the last one", () => {
    roundTrip(10, 10);
    time += 290_000;
    expect(clock.observe(time)).toBe(false);
    expect(clock.isDue()).toBe(false);
    time += 20_000;
    expect(clock.observe(time)).toBe(false);
    expect(roundTripsMade()).toBe(1);
  });

  it("without any message the server's clock is asked every half hour", () => {
    roundTrip(10, 10);
    time += 1_790_000;
    expect(clock.isDue()).toBe(false);
    time += 20_000;
    expect(roundTripsMade()).toBe(1);
  });

  it("a clock that drifts by 20 ms in a work period of 25 minutes is right again after its ring", () => {
    roundTrip(1, 1);
    for (let i = 0; i < 3; i++) {
      time += 1_500_000;
      slept += 20;
      expect(errorMs()).toBe(20);
      clock.observe(time);
      expect(clock.isDue()).toBe(true);
      roundTrip(40, 40);
      expect(errorMs()).toBe(0);
    }
  });
});
