import { describe, expect, it } from "vitest";
import { makeBoardLock } from "../../../src/board/lock";
import { FakeClock, flushPromises } from "../../harness/fakes/fake-clock";
import { FakeChannels, FakeLocks } from "../../harness/fakes/fake-locks";

const UNO = "serial:2341:0043";

function tabs() {
  const clock = new FakeClock();
  const locks = new FakeLocks();
  const channels = new FakeChannels();
  const tab = (title: string) => makeBoardLock(locks, channels.tab(), clock, () => title);
  return { clock, locks, tab, a: tab("Kitchen"), b: tab("Office") };
}

describe("one board", () => {
  it("a board is owned by one tab at a time and is available again after its release", async () => {
    const { a, b, locks } = tabs();
    const release = await a.acquire(UNO, 1);
    expect(release).not.toBeNull();
    expect(await b.acquire(UNO, 1)).toBeNull();
    release?.();
    await flushPromises();
    expect(locks.held).toEqual([]);
    expect(await b.acquire(UNO, 1)).not.toBeNull();
  });
  it("a tab that owns one board does not stop another tab from owning another board", async () => {
    const { a, b } = tabs();
    await a.acquire(UNO, 1);
    expect(await b.acquire("hid:20a0:42da", 1)).not.toBeNull();
  });
  it("two boards of the same model can be owned by two tabs and not by a third", async () => {
    const { a, b, tab } = tabs();
    expect(await a.acquire(UNO, 2)).not.toBeNull();
    expect(await b.acquire(UNO, 2)).not.toBeNull();
    expect(await tab("Hall").acquire(UNO, 2)).toBeNull();
  });
});

describe("another tab", () => {
  it("findOwner resolves with the title of the tab that owns the board", async () => {
    const { a, b, clock } = tabs();
    await a.acquire(UNO, 1);
    const owner = b.findOwner(UNO);
    await clock.advance(1);
    expect(await owner).toBe("Kitchen");
  });
  it("findOwner resolves with null after half a second without an answer", async () => {
    const { a, b, clock } = tabs();
    await a.acquire("hid:20a0:42da", 1);
    const owner = b.findOwner(UNO);
    await clock.advance(500);
    expect(await owner).toBeNull();
    expect(clock.pendingCount).toBe(0);
  });
  it("a tab that has released the board does not answer findOwner", async () => {
    const { a, b, clock } = tabs();
    const release = await a.acquire(UNO, 1);
    release?.();
    release?.();
    const owner = b.findOwner(UNO);
    await clock.advance(500);
    expect(await owner).toBeNull();
  });
  it("invalid messages on the channel are ignored", async () => {
    const clock = new FakeClock();
    const channels = new FakeChannels();
    const lock = makeBoardLock(new FakeLocks(), channels.tab(), clock, () => "Kitchen");
    const otherSender = channels.tab();
    const owner = lock.findOwner(UNO);
    for (const message of [null, 7, "here", {}, { is: "here" }, { is: "here", key: UNO, title: 7 }])
      otherSender.postMessage(message);
    await clock.advance(500);
    expect(await owner).toBeNull();
  });
  it("onAvailable calls back when the board is released, and the board can then be acquired", async () => {
    const { a, b, clock } = tabs();
    const release = await a.acquire(UNO, 1);
    let called = 0;
    b.onAvailable(UNO, 1, () => called++);
    await clock.advance(1000);
    expect(called).toBe(0);
    release?.();
    await clock.advance(1);
    expect(called).toBe(1);
    expect(await b.acquire(UNO, 1)).not.toBeNull();
  });
  it("onAvailable calls back once, whichever of two boards is released", async () => {
    const { a, b, clock, locks } = tabs();
    await a.acquire(UNO, 2);
    const second = await a.acquire(UNO, 2);
    let called = 0;
    b.onAvailable(UNO, 2, () => called++);
    second?.();
    await clock.advance(1);
    expect(called).toBe(1);
    expect(locks.held).toHaveLength(1);
  });
  it("onAvailable does not call back after it was cancelled", async () => {
    const { a, b, clock } = tabs();
    const release = await a.acquire(UNO, 1);
    let called = 0;
    b.onAvailable(UNO, 1, () => called++)();
    release?.();
    await clock.advance(1);
    expect(called).toBe(0);
  });
});
