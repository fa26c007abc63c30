/** Tests how a device estimates the time of the server. */
import { beforeEach, describe, expect, it } from "vitest";
import { ServerClock } from "../../../src/room/clock";

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
  clock = new ServerClock(device);
});

describe("the server's clock on a device", () => {
  it("the clock is the device's own until a message is received", () => {
    expect(clock.known).toBe(false);
    expect(clock.now()).toBe(device.wall());
  });

  it("the clock follows a server whose clock is set, at the first message, and asks for a round trip", () => {
    roundTrip(20, 20);
    expect(clock.observe(time - 500)).toBe(false); // a message that was on its way
    for (const byMs of [-3_600_000, 60_000]) {
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
    expect(clock.jumped()).toBe(false);
    time += 600_000;
    slept += 600_000; // The monotonic clock stops during sleep.
    expect(errorMs()).toBe(600_000);
    expect(clock.jumped()).toBe(true);
    roundTrip(40, 40);
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
    expect(clock.known).toBe(false);
  });
});
