import { describe, expect, it } from "vitest";
import type { BoardLink, GrantedDevice } from "../../../src/board/board";
import { makeBoardLock } from "../../../src/board/lock";
import { makeOwnership } from "../../../src/board/ownership";
import { FakeClock, flushPromises } from "../../harness/fakes/fake-clock";
import { FakeChannels, FakeLocks } from "../../harness/fakes/fake-locks";

const device = (key: string | null): GrantedDevice<BoardLink> => ({
  key,
  name: "",
  countAlike: async () => 1,
  open: () => Promise.reject(new Error("this test opens nothing")),
  forget: async () => {},
});
const UNO = device("serial:2341:0043");
const isWanted = () => true;
const noCallback = () => {};

function twoTabs() {
  const locks = new FakeLocks();
  const channels = new FakeChannels();
  const clock = new FakeClock();
  const ownership = (title: string) =>
    makeOwnership(makeBoardLock(locks, channels.tab(), clock, () => title));
  return { locks, clock, a: ownership("Kitchen"), b: ownership("Office") };
}

describe("ownership of a board", () => {
  it("a board that is acquired again stays owned without a moment at which another tab could acquire it", async () => {
    const { clock, a, b } = twoTabs();
    await a.acquire(UNO, isWanted, noCallback);
    let callbacks = 0;
    const second = b.acquire(UNO, isWanted, () => callbacks++);
    await clock.advance(500);
    expect(await second).toEqual({ owner: "Kitchen" });
    expect(await a.acquire(UNO, isWanted, noCallback)).toBe("owned");
    await clock.advance(10);
    expect(callbacks).toBe(0);
  });
  it("acquiring a board of another model, or one without a key, releases the first board", async () => {
    const { locks, a } = twoTabs();
    await a.acquire(UNO, isWanted, noCallback);
    await a.acquire(device("hid:20a0:42da"), isWanted, noCallback);
    await flushPromises();
    expect(locks.held).toEqual(["shared-pomodoro board hid:20a0:42da 0"]);
    await a.acquire(device(null), isWanted, noCallback);
    await flushPromises();
    expect(locks.held).toEqual([]);
  });
  it("a board that is no longer wanted when it is acquired is released again", async () => {
    const { locks, a } = twoTabs();
    expect(await a.acquire(UNO, () => false, noCallback)).toBe("cancelled");
    await flushPromises();
    expect(locks.held).toEqual([]);
  });
});
