import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AWAY_MS, makeArrivals, MAX_GROUP } from "../../../src/app/faces/makeArrivals";

const me = { id: "me", name: "Ada" };
const bob = { id: "b", name: "Bob" };
const kim = { id: "k", name: "Kim" };

describe("who came and who went", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  function listen() {
    const told: string[] = [];
    const { update } = makeArrivals(({ kind, name }) => told.push(`${name} ${kind}`));
    return { told, see: (...people: { id: string; name: string | null }[]) => update(people, "me"), update };
  }

  it("the people of the first list have not just come, and neither has this device", () => {
    const { told, see } = listen();
    see(bob);
    see(bob, me);
    expect(told).toEqual([]);
    see(bob, me, kim);
    expect(told).toEqual(["Kim joined"]);
  });

  it("the first other person is told where this page has seen the room without others", () => {
    const { told, see, update } = listen();
    update([], null);
    see(me, bob);
    expect(told).toEqual(["Bob joined"]);
  });

  it("somebody who is gone is told after a while, and not at all after a reload", () => {
    const { told, see } = listen();
    see(me, bob, kim);
    see(me);
    vi.advanceTimersByTime(AWAY_MS - 1);
    see(me, { id: "b2", name: "Bob" });
    vi.advanceTimersByTime(1);
    expect(told).toEqual(["Kim left"]);
    vi.advanceTimersByTime(AWAY_MS);
    expect(told).toEqual(["Kim left"]);
  });

  it("a person without a name, a change of name, and a second tab of a person are not told", () => {
    const { told, see } = listen();
    see(me, bob);
    see(me, { id: "b", name: "Bobby" }, { id: "x", name: null });
    see(me, { id: "b", name: "Bobby" }, { id: "b2", name: "Bobby" });
    see(me, { id: "b2", name: "Bobby" });
    vi.advanceTimersByTime(2 * AWAY_MS);
    expect(told).toEqual(["Bobby joined"]);
  });

  it("nobody is told in a large group, and nobody after a connection that was lost", () => {
    const { told, see, update } = listen();
    const group = Array.from({ length: MAX_GROUP + 1 }, (_, n) => ({ id: `p${n}`, name: `P${n}` }));
    see(me, bob);
    see(...group);
    see(me, bob);
    update(null, "me");
    see(me, kim);
    vi.advanceTimersByTime(2 * AWAY_MS);
    expect(told).toEqual([]);
  });
});
