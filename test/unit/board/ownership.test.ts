import { describe, expect, it } from "vitest";
import type { BoardLink, GrantedDevice } from "../../../src/board/board";
import { makeBoardLock } from "../../../src/board/lock";
import { makeOwnership } from "../../../src/board/ownership";
import type { OwnershipResult } from "../../../src/board/ownership";
import { FakeClock, flushPromises } from "../../harness/fakes/fake-clock";
import { FakeChannels, FakeLocks } from "../../harness/fakes/fake-locks";

function device(key: string | null): GrantedDevice<BoardLink> {
  const own: GrantedDevice<BoardLink> = {
    key,
    name: "",
    source: {},
    findAlike: async () => [own],
    open: () => Promise.reject(new Error("this test opens nothing")),
    forget: async () => {},
  };
  return own;
}
/** Devices of one model, in the browser's order. `plugged` can be changed. */
function alike(key: string, count: number) {
  const plugged: GrantedDevice<BoardLink>[] = [];
  for (let i = 0; i < count; i++) plugged.push({ ...device(key), findAlike: async () => plugged });
  return plugged;
}
const UNO = device("serial:2341:0043");
const isWanted = () => true;
const noCallback = () => {};

function twoTabs() {
  const locks = new FakeLocks();
  const channels = new FakeChannels();
  const clock = new FakeClock();
  const ownership = (title: string) =>
    makeOwnership(makeBoardLock(locks, channels.tab(), clock, () => title));
  return { locks, clock, a: ownership("Kitchen"), b: ownership("Office"), c: ownership("Hall") };
}

describe("ownership of a board", () => {
  it("a board that is acquired again stays owned without a moment at which another tab could acquire it", async () => {
    const { clock, a, b } = twoTabs();
    await a.acquire(UNO, isWanted, noCallback);
    let callbacks = 0;
    const second = b.acquire(UNO, isWanted, () => callbacks++);
    await clock.advance(500);
    expect(await second).toEqual({ owner: "Kitchen" });
    expect(await a.acquire(UNO, isWanted, noCallback)).toEqual({ device: UNO });
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

describe("two boards of one model", () => {
  const KEY = "serial:1a86:7523";
  const placeIn = (all: readonly GrantedDevice<BoardLink>[], result: OwnershipResult): unknown =>
    typeof result === "object" && "device" in result ? all.indexOf(result.device) : result;

  it("a second tab that wants the first tab's board gets the one that nobody owns", async () => {
    const { a, b } = twoTabs();
    const all = alike(KEY, 2);
    expect(placeIn(all, await a.acquire(all[0]!, isWanted, noCallback))).toBe(0);
    expect(placeIn(all, await b.acquire(all[0]!, isWanted, noCallback))).toBe(1);
  });
  it("a tab that wants a board that nobody owns gets that one", async () => {
    const { a, b } = twoTabs();
    const all = alike(KEY, 3);
    await a.acquire(all[1]!, isWanted, noCallback);
    expect(placeIn(all, await b.acquire(all[2]!, isWanted, noCallback))).toBe(2);
  });
  it("tabs that choose at the same time get different boards", async () => {
    const { a, b } = twoTabs();
    const all = alike(KEY, 2);
    const results = await Promise.all([a, b].map((one) => one.acquire(all[0]!, isWanted, noCallback)));
    expect(results.map((result) => placeIn(all, result)).toSorted()).toEqual([0, 1]);
  });
  it("after a replug has changed the order each tab still gets its own board", async () => {
    const { a, b } = twoTabs();
    const all = alike(KEY, 2);
    await a.acquire(all[0]!, isWanted, noCallback);
    await b.acquire(all[1]!, isWanted, noCallback);
    const [gone] = all.splice(0, 1);
    const back = { ...gone!, source: {} };
    all.push(back); // behind the other one now
    expect(placeIn(all, await a.acquire(back, isWanted, noCallback))).toBe(1);
    expect(placeIn(all, await b.acquire(back, isWanted, noCallback))).toBe(0);
    expect(placeIn(all, await a.acquire(all[0]!, isWanted, noCallback))).toBe(1);
  });
  it("a tab whose board is unplugged does not take the other tab's board, and gets its own when that is back", async () => {
    const { a, b } = twoTabs();
    const all = alike(KEY, 2);
    await a.acquire(all[0]!, isWanted, noCallback);
    await b.acquire(all[1]!, isWanted, noCallback);
    const [gone] = all.splice(0, 1);
    expect(await a.acquire(all[0]!, isWanted, noCallback)).toBe("nowhere");
    all.unshift({ ...gone!, source: {} });
    expect(placeIn(all, await a.acquire(all[1]!, isWanted, noCallback))).toBe(0);
  });
  it("a third tab gets neither of two boards, and one of them when it becomes available", async () => {
    const { a, b, c, clock } = twoTabs();
    const all = alike(KEY, 2);
    await a.acquire(all[0]!, isWanted, noCallback);
    await b.acquire(all[1]!, isWanted, noCallback);
    let calls = 0;
    const third = c.acquire(all[0]!, isWanted, () => calls++);
    await clock.advance(500);
    expect(await third).toMatchObject({ owner: expect.any(String) });
    b.release();
    await clock.advance(10);
    expect(calls).toBe(1);
    expect(placeIn(all, await c.acquire(all[0]!, isWanted, noCallback))).toBe(1);
  });
  it("a tab whose slot has a high number still keeps its board for itself", async () => {
    const { a, b, c, clock } = twoTabs();
    const all = alike(KEY, 2);
    await a.acquire(all[0]!, isWanted, noCallback);
    await b.acquire(all[1]!, isWanted, noCallback);
    a.release();
    all.splice(0, 1);
    const other = c.acquire(all[0]!, isWanted, noCallback);
    await clock.advance(500);
    expect(await other).toEqual({ owner: "Office" });
  });
});
