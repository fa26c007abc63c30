import { describe, expect, it } from "vitest";
import type { BoardLink, Found } from "../../../src/board/board";
import { makeBoardLock } from "../../../src/board/lock";
import { makeOwner } from "../../../src/board/owner";
import { FakeClock, settle } from "../../harness/fakes/fake-clock";
import { FakeChannels, FakeLocks } from "../../harness/fakes/fake-locks";

const found = (key: string | null): Found<BoardLink> => ({
  key,
  name: "",
  alike: async () => 1,
  open: () => Promise.reject(new Error("not here")),
  forget: async () => {},
});
const UNO = found("serial:2341:0043");
const yes = () => true;
const nothing = () => {};

function two() {
  const locks = new FakeLocks();
  const channels = new FakeChannels();
  const clock = new FakeClock();
  const owner = (title: string) => makeOwner(makeBoardLock(locks, channels.tab(), clock, () => title));
  return { locks, clock, a: owner("Kitchen"), b: owner("Office") };
}

describe("a claim", () => {
  it("made again for the same board is kept without a moment for another tab to slip in", async () => {
    const { clock, a, b } = two();
    await a.claim(UNO, yes, nothing);
    let free = 0;
    const second = b.claim(UNO, yes, () => free++);
    await clock.advance(500);
    expect(await second).toEqual({ owner: "Kitchen" });
    expect(await a.claim(UNO, yes, nothing)).toBe("ours");
    await clock.advance(10);
    expect(free).toBe(0);
  });
  it("to another make, or to nothing that needs one, gives up the first", async () => {
    const { locks, a } = two();
    await a.claim(UNO, yes, nothing);
    await a.claim(found("hid:20a0:42da"), yes, nothing);
    await settle();
    expect(locks.held).toEqual(["shared-pomodoro board hid:20a0:42da 0"]);
    await a.claim(found(null), yes, nothing);
    await settle();
    expect(locks.held).toEqual([]);
  });
  it("that is no longer wanted when it comes is given back", async () => {
    const { locks, a } = two();
    expect(await a.claim(UNO, () => false, nothing)).toBe("void");
    await settle();
    expect(locks.held).toEqual([]);
  });
});
