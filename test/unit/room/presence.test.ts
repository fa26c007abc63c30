/** Tests who is listed in the people message, and when it is sent. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { newPerson, peopleMessage, Throttle } from "../../../party/room/presence";
import type { Person } from "../../../party/room/presence";
import { T0 } from "../shared/helpers";

describe("a new person", () => {
  test("a new person has a unique id that the server has made, and nothing else", () => {
    const all = Array.from({ length: 1000 }, () => newPerson("watch"));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1000);
    expect(newPerson("control")).toStrictEqual({
      id: expect.stringMatching(/^[0-9a-z-]{8,40}$/i),
      role: "control",
      name: null,
      board: null,
      joined: false,
    });
  });
});

describe("the people message", () => {
  const person = (id: string, more: Partial<Person> = {}): Person => ({
    id,
    role: "watch",
    name: null,
    board: null,
    joined: true,
    ...more,
  });

  test("the people message of an empty room is empty", () => {
    expect(peopleMessage([])).toStrictEqual({ type: "people", count: 0, people: [] });
  });

  test("the people message has the id, name, role, doing and board of everyone, and nothing else", () => {
    const board = { name: "Kitchen", kind: "uno" };
    expect(
      peopleMessage([person("a", { name: "Kim", role: "control", doing: "chapter 3", board }), person("b")]),
    ).toStrictEqual({
      type: "people",
      count: 2,
      people: [
        { id: "a", name: "Kim", role: "control", doing: "chapter 3", board },
        { id: "b", name: null, role: "watch", doing: null, board: null },
      ],
    });
  });

  test("the people message lists at most fifty people and counts all", () => {
    const many = Array.from({ length: 120 }, (_, i) => person(`p${i}`));
    const { count, people } = peopleMessage(many);
    expect([count, people.length]).toEqual([120, 50]);
    expect(peopleMessage(many.slice(0, 50)).people).toHaveLength(50);
  });

  test("the people message lists those who have joined before connections that have not", () => {
    const crowd = Array.from({ length: 100 }, (_, i) => person(`p${i}`, { joined: false }));
    expect(peopleMessage([...crowd, person("last", { name: "Kim" })]).people).toContainEqual(
      expect.objectContaining({ id: "last" }),
    );
  });
});

describe("the throttle", () => {
  beforeEach(() => void vi.useFakeTimers({ now: T0 }));
  afterEach(() => void vi.useRealTimers());

  test("a throttled message is sent at once, then at most once a second, and after the last request", () => {
    const told: number[] = [];
    const throttle = new Throttle(() => told.push(Date.now() - T0) > 0);
    for (let ms = 0; ms < 3500; ms += 10) {
      throttle.request();
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(5000);
    expect(told).toHaveLength(5);
    expect(told[0]).toBeLessThan(10);
    for (const [i, when] of told.entries())
      if (i > 0) expect(when - (told[i - 1] ?? 0)).toBeGreaterThanOrEqual(1000);
    expect(told.at(-1)).toBeGreaterThanOrEqual(3490);
  });

  test("a throttled message is not sent without a request", () => {
    const tell = vi.fn(() => true);
    const throttle = new Throttle(tell);
    throttle.request();
    vi.advanceTimersByTime(60_000);
    expect(tell).toHaveBeenCalledTimes(1);
    throttle.request();
    vi.advanceTimersByTime(0);
    expect(tell).toHaveBeenCalledTimes(2);
  });
});
