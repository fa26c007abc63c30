import { describe, expect, it } from "vitest";
import { makeBoardLock } from "../../../src/board/lock";
import { FakeClock, settle } from "../../harness/fakes/fake-clock";
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
  it("is owned by one tab at a time, and free again when that lets go", async () => {
    const { a, b, locks } = tabs();
    const release = await a.take(UNO, 1);
    expect(release).not.toBeNull();
    expect(await b.take(UNO, 1)).toBeNull();
    release?.();
    await settle();
    expect(locks.held).toEqual([]);
    expect(await b.take(UNO, 1)).not.toBeNull();
  });
  it("does not keep another board from another tab", async () => {
    const { a, b } = tabs();
    await a.take(UNO, 1);
    expect(await b.take("hid:20a0:42da", 1)).not.toBeNull();
  });
  it("of two of the same make leaves one to another tab, and none to a third", async () => {
    const { a, b, tab } = tabs();
    expect(await a.take(UNO, 2)).not.toBeNull();
    expect(await b.take(UNO, 2)).not.toBeNull();
    expect(await tab("Hall").take(UNO, 2)).toBeNull();
  });
});

describe("the other tab", () => {
  it("is told where the board is", async () => {
    const { a, b, clock } = tabs();
    await a.take(UNO, 1);
    const where = b.whoHas(UNO);
    await clock.advance(1);
    expect(await where).toBe("Kitchen");
  });
  it("is told nothing within half a second if nobody answers", async () => {
    const { a, b, clock } = tabs();
    await a.take("hid:20a0:42da", 1);
    const where = b.whoHas(UNO);
    await clock.advance(500);
    expect(await where).toBeNull();
    expect(clock.armed).toBe(0);
  });
  it("hears nothing from a tab that has let go", async () => {
    const { a, b, clock } = tabs();
    const release = await a.take(UNO, 1);
    release?.();
    release?.();
    const where = b.whoHas(UNO);
    await clock.advance(500);
    expect(await where).toBeNull();
  });
  it("does not stumble over strangers on the channel", async () => {
    const clock = new FakeClock();
    const channels = new FakeChannels();
    const lock = makeBoardLock(new FakeLocks(), channels.tab(), clock, () => "Kitchen");
    const stranger = channels.tab();
    const where = lock.whoHas(UNO);
    for (const word of [null, 7, "here", {}, { is: "here" }, { is: "here", key: UNO, title: 7 }])
      stranger.postMessage(word);
    await clock.advance(500);
    expect(await where).toBeNull();
  });
  it("is called when the board comes free, and it can be taken then", async () => {
    const { a, b, clock } = tabs();
    const release = await a.take(UNO, 1);
    let called = 0;
    b.whenFree(UNO, 1, () => called++);
    await clock.advance(1000);
    expect(called).toBe(0);
    release?.();
    await clock.advance(1);
    expect(called).toBe(1);
    expect(await b.take(UNO, 1)).not.toBeNull();
  });
  it("is called once, whichever of two comes free", async () => {
    const { a, b, clock, locks } = tabs();
    await a.take(UNO, 2);
    const second = await a.take(UNO, 2);
    let called = 0;
    b.whenFree(UNO, 2, () => called++);
    second?.();
    await clock.advance(1);
    expect(called).toBe(1);
    expect(locks.held).toHaveLength(1);
  });
  it("is not called when it no longer waits", async () => {
    const { a, b, clock } = tabs();
    const release = await a.take(UNO, 1);
    let called = 0;
    b.whenFree(UNO, 1, () => called++)();
    release?.();
    await clock.advance(1);
    expect(called).toBe(0);
  });
});
