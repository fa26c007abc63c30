/** Tests random histories of a room against the invariants of the protocol and in lockstep with a reference model. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { nextDeadline, settle } from "../../../party/shared/pomodoro";
import type { Action, Pomodoro } from "../../../party/shared/pomodoro";
import { toRoomMessage } from "../../../party/shared/codec";
import type { RoomMessage } from "../../../party/shared/serverMessages";
import { actionArbitrary, asWire, byArbitrary, lifeArbitrary, livedArbitrary } from "./arbitraries";
import { settingsArbitrary, stepArbitrary } from "./arbitraries";
import { act, frozen, onTimeUntil, PRESS, room, resultOf, setup, settled, T0, UNDO } from "./helpers";
import { Model } from "./model";

/** These tests try many inputs, and the machine may be busy. */
vi.setConfig({ testTimeout: 60_000 });

const later = fc.oneof(
  fc.integer({ min: 0, max: 60_000 }),
  fc.integer({ min: 0, max: 3_000_000 }),
  fc.integer({ min: 0, max: 100_000_000 }),
);
const isRunningPeriod = (pomodoro: Pomodoro, now: number): boolean => {
  const { state, ends_at: ends } = toRoomMessage(pomodoro, now);
  return (state === 1 || state === 3) && ends !== null;
};
/** Whether the action clears what is not there or gives the title that there is, which is accepted and changes nothing. */
const clearsNothing = ({ list, turns, phase, title }: Pomodoro, action: Action): boolean =>
  (action.type === "list" && action.items.length + list.length === 0) ||
  (action.type === "turns" && action.names === null && turns === null) ||
  (action.type === "start" && action.at === null && !("startsAt" in phase)) ||
  (action.type === "title" && action.title === (title ?? null));
/** The fields of a room message that an undo restores. */
const restorable = (message: RoomMessage) => {
  const { rev: _rev, by: _by, did: _did, rang_at: _rang, undo_until: _until, now: _now, ...rest } = message;
  return rest;
};

describe("the machine and the reference model", () => {
  test.each([
    ["quarters of a second", 250, 300],
    ["whole seconds", 1000, 400],
  ])(
    "the machine and the reference model agree after every step of random histories in %s",
    (_, unit, numRuns) => {
      const steps = fc.array(stepArbitrary(unit), { maxLength: 45, size: "max" });
      const statesSeen = new Set<string>();
      const answersSeen = new Set<string>();
      fc.assert(
        fc.property(settingsArbitrary, steps, (settings, life) => {
          const model = new Model(T0, unit);
          const first = setup(settings);
          let { pomodoro } = act(room(), first, T0);
          model.do(asWire(first), { name: "Kim", via: "app" });
          for (const { wait, action, by, off, patience } of life) {
            for (let ms = 0; ms < wait; ms += unit) model.tick();
            const { now } = model;
            const aim = {
              ...(off === undefined ? {} : { on: Math.max(0, model.rev + off) }),
              ...(patience === undefined ? {} : { until: now + patience }),
            };
            // The settled room is the same as that of the model, which is always on time.
            expect(toRoomMessage(settled(pomodoro, now), now)).toStrictEqual(model.wire());
            const answer = model.do(asWire(action), { ...by }, aim);
            const result = act(pomodoro, action, now, { by, ...aim });
            const same =
              result.pomodoro === settled(pomodoro, now) ||
              result.pomodoro.rev === settled(pomodoro, now).rev;
            expect(result.refused?.code ?? (same ? "nothing" : "changed")).toBe(answer);
            expect(toRoomMessage(result.pomodoro, now)).toStrictEqual(model.wire());
            expect(result.rang).toBe(model.takeRing());
            ({ pomodoro } = result);
            answersSeen.add(answer);
            statesSeen.add(
              `${model.room.state}${model.room.frozen ? "held" : ""}${model.room.over ? "over" : ""}`,
            );
          }
        }),
        { numRuns },
      );
      // Check that the histories are varied: every state and every answer occurs.
      expect([...statesSeen].sort()).toEqual(["0", "1", "1held", "2", "3", "3held", "4", "5", "5over"]);
      expect([...answersSeen]).toEqual(
        expect.arrayContaining(["changed", "no-undo", "not-now", "nothing", "stale"]),
      );
    },
  );
});

describe("a random history", () => {
  test("presses in running WORK or SHORT_BREAK have no effect: a room without them is the same", () => {
    fc.assert(
      fc.property(lifeArbitrary(), later, ({ settings, steps }, rest) => {
        let all = room(settings);
        let without = room(settings);
        let now = T0;
        for (const { wait, action, by } of steps) {
          now += wait;
          const idlePress = action.type === "press" && isRunningPeriod(settled(all, now), now);
          ({ pomodoro: all } = act(all, action, now, { by }));
          if (!idlePress) ({ pomodoro: without } = act(without, action, now, { by }));
          expect(settled(without, now)).toStrictEqual(all);
        }
        expect(settled(without, now + rest)).toStrictEqual(settled(all, now + rest));
      }),
      { numRuns: 500 },
    );
  });

  test("rev counts every change: each passed deadline once, each accepted action once", () => {
    fc.assert(
      fc.property(lifeArbitrary(), ({ settings, steps }) => {
        let pomodoro = room(settings);
        let now = T0;
        for (const { wait, action, by } of steps) {
          now += wait;
          const { pomodoro: onTime, crossed } = onTimeUntil(pomodoro, now);
          const { pomodoro: next, refused } = act(pomodoro, action, now, { by });
          const nothing =
            (action.type === "press" && isRunningPeriod(onTime, now)) || clearsNothing(onTime, action);
          expect(next.rev).toBe(pomodoro.rev + crossed + (refused === null && !nothing ? 1 : 0));
          pomodoro = next;
        }
      }),
      { numRuns: 500 },
    );
  });

  test("a room whose rev stays the same is unchanged", () => {
    fc.assert(
      fc.property(
        livedArbitrary,
        actionArbitrary,
        byArbitrary,
        later,
        ({ pomodoro, now }, action, by, wait) => {
          const { pomodoro: next } = act(pomodoro, action, now + wait, { by });
          fc.pre(next.rev === pomodoro.rev);
          expect(next).toStrictEqual(pomodoro);
        },
      ),
    );
  });

  test("every field of the room message has a value exactly where the field table says", () => {
    const seen = new Set<number>();
    fc.assert(
      fc.property(livedArbitrary, ({ pomodoro, now }) => {
        const m = toRoomMessage(pomodoro, now);
        const timed = m.state === 1 || m.state === 3;
        const alarm = m.state === 2 || m.state === 4;
        const held = m.held_ms !== null;
        seen.add(m.state);
        if (held) expect(timed).toBe(true);
        if (timed) {
          expect(m.ends_at !== null).toBe(!held);
          expect(m.total_ms).toBeGreaterThan(0);
          const left = m.held_ms ?? (m.ends_at ?? 0) - now;
          expect(left).toBeGreaterThan(0);
          expect(left).toBeLessThanOrEqual(Math.min(m.total_ms ?? 0, 86_400_000));
        } else expect(m.total_ms).toBeNull();
        if (m.ends_at !== null) {
          expect(timed || m.state === 5).toBe(true);
          expect(m.ends_at).toBeGreaterThan(now);
        }
        if (m.continues_at !== null) {
          expect(alarm).toBe(true);
          expect(m.continues_at).toBeGreaterThan(now);
        }
        if (m.over) expect([m.state, m.ends_at]).toEqual([5, null]);
        if (m.rev === 0) expect([m.started_at, m.by]).toEqual([null, null]);
        else expect(m.by).not.toBeNull();
        if (m.starts_at !== undefined) {
          expect(m.state).toBe(0);
          expect(m.starts_at).toBeGreaterThan(now);
        }
        if (m.turns !== undefined) expect(m.turns.names[m.turns.at]).toBeDefined();
        if (m.state !== 0) expect(m.started_at).toBeLessThanOrEqual(now);
        if (m.state === 0 || m.state === 5) expect(m.cycle).toBe(0);
        if (m.undo_until !== null) {
          expect(m.undo_until).toBeGreaterThanOrEqual(now);
          expect(m.undo_until).toBeLessThanOrEqual(now + 10_000);
          expect(m.by?.via).not.toBe("timer");
        }
      }),
      { numRuns: 1000 },
    );
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test("undo is offered exactly where it is accepted", () => {
    fc.assert(
      fc.property(livedArbitrary, fc.integer({ min: 0, max: 20_000 }), ({ pomodoro, now }, wait) => {
        const then = now + wait;
        const offered = toRoomMessage(settled(pomodoro, then), then).undo_until !== null;
        expect(act(pomodoro, UNDO, then).refused?.code ?? null).toBe(offered ? null : "no-undo");
      }),
      { numRuns: 500 },
    );
  });

  test("undo within ten seconds gives, in one change, the room as it would be without the undone change", () => {
    let restored = 0;
    fc.assert(
      fc.property(
        livedArbitrary,
        actionArbitrary,
        fc.integer({ min: 0, max: 10_000 }),
        later,
        ({ pomodoro, now }, action, soon, wait) => {
          const before = settled(pomodoro, now + wait);
          const { pomodoro: changed } = act(pomodoro, action, now + wait);
          const then = now + wait + soon;
          fc.pre(
            action.type !== "undo" && changed.rev === before.rev + 1 && settled(changed, then) === changed,
          );
          const { pomodoro: undone, refused } = act(changed, UNDO, then, { by: { name: "Lee", via: "api" } });
          expect(refused).toBeNull();
          expect(restorable(toRoomMessage(undone, then))).toStrictEqual(
            restorable(toRoomMessage(settled(before, then), then)),
          );
          expect(undone).toMatchObject({ rev: before.rev + 2, by: { name: "Lee", via: "api" }, undo: null });
          restored++;
          // The room also continues as without the change, except for rev.
          const far = then + wait * 7;
          expect(restorable(toRoomMessage(settled(undone, far), far))).toStrictEqual(
            restorable(toRoomMessage(settled(before, far), far)),
          );
        },
      ),
      { numRuns: 500 },
    );
    expect(restored).toBeGreaterThanOrEqual(500);
  });

  test("settling late gives the same room as settling on time, rev included", () => {
    fc.assert(
      fc.property(
        livedArbitrary,
        later,
        fc.array(later, { maxLength: 5 }),
        ({ pomodoro, now }, wait, stops) => {
          const end = now + wait;
          const late = settled(pomodoro, end);
          const { pomodoro: onTime } = onTimeUntil(pomodoro, end);
          expect(late).toStrictEqual(settled(onTime, end));
          // Settling at other times in between makes no difference.
          const times = stops.map((stop) => now + Math.min(stop, wait)).sort((a, b) => a - b);
          expect(times.reduce(settled, pomodoro)).toSatisfy((p: Pomodoro) => p.rev <= late.rev);
          expect(settled(times.reduce(settled, pomodoro), end)).toStrictEqual(late);
        },
      ),
      { numRuns: 500 },
    );
  });

  test("settling twice is the same as settling once, and no passed deadline is left", () => {
    fc.assert(
      fc.property(livedArbitrary, later, ({ pomodoro, now }, wait) => {
        const once = settled(pomodoro, now + wait);
        const again = settle(frozen(once), now + wait);
        expect(again).toStrictEqual([once, []]);
        expect(again[0]).toBe(once);
        expect(nextDeadline(once) ?? Infinity).toBeGreaterThan(now + wait);
      }),
      { numRuns: 500 },
    );
  });

  test("a refused action changes nothing except that due deadlines are settled", () => {
    let refusals = 0;
    fc.assert(
      fc.property(livedArbitrary, stepArbitrary(1), later, ({ pomodoro, now }, step, wait) => {
        const then = now + wait;
        const due = resultOf(settle(frozen(pomodoro), then));
        const aim = step.off === undefined ? {} : { on: Math.max(0, due.pomodoro.rev + step.off) };
        const result = act(pomodoro, step.action, then, { by: step.by, ...aim });
        if (result.refused === null) return;
        refusals++;
        expect(result.pomodoro).toStrictEqual(due.pomodoro);
        expect(result.rang).toBe(due.rang);
        expect(result.refused.detail).not.toBe("");
      }),
      { numRuns: 700 },
    );
    expect(refusals).toBeGreaterThan(50);
  });

  test("the same room, action and time give the same result", () => {
    fc.assert(
      fc.property(livedArbitrary, actionArbitrary, later, ({ pomodoro, now }, action, wait) => {
        const copy = structuredClone(pomodoro);
        expect(act(copy, action, now + wait)).toStrictEqual(act(pomodoro, action, now + wait));
      }),
    );
  });

  test("a room that is serialized and parsed again continues in the same way", () => {
    fc.assert(
      fc.property(livedArbitrary, later, ({ pomodoro, now }, wait) => {
        const read = JSON.parse(JSON.stringify(pomodoro)) as Pomodoro;
        expect(settled(read, now + wait)).toStrictEqual(settled(pomodoro, now + wait));
      }),
    );
  });
});

describe("a set", () => {
  /** Presses after one of the delays (ms) whenever the room waits for a press. Returns the states from the first WORK on. */
  const walk = (start: Pomodoro, delays: readonly number[]): number[] => {
    const seen: number[] = [];
    let pomodoro = start;
    let now = T0;
    for (let step = 0; step < 400 && seen.at(-1) !== 5; step++) {
      const due = nextDeadline(pomodoro);
      const waits = !isRunningPeriod(pomodoro, now);
      now = waits || due === null ? now + (delays[step % delays.length] ?? 0) : due;
      pomodoro = waits ? act(pomodoro, PRESS, now).pomodoro : settled(pomodoro, now);
      seen.push(pomodoro.phase.state);
    }
    return seen;
  };
  const delays = fc.array(fc.integer({ min: 0, max: 7_000_000 }), { minLength: 1 });

  test("a set with number_cycles = N has N short breaks, then the long one", () => {
    fc.assert(
      fc.property(
        settingsArbitrary,
        fc.integer({ min: 1, max: 24 }),
        delays,
        (settings, numberCycles, waits) => {
          const seen = walk(room({ ...settings, numberCycles, autoContinue: 0 }), waits);
          const pairs = Array.from({ length: numberCycles }, () => [1, 2, 3, 4]).flat();
          expect(seen).toEqual([...pairs, 1, 2, 5]);
        },
      ),
    );
  });

  test("a set with auto_continue has the same N short breaks, then the long one, without a second press", () => {
    fc.assert(
      fc.property(
        settingsArbitrary,
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 5, max: 3600 }),
        (settings, numberCycles, autoContinue) => {
          let { pomodoro } = act(room({ ...settings, numberCycles, autoContinue }), PRESS, T0);
          const seen: number[] = [1];
          for (
            let due = nextDeadline(pomodoro);
            due !== null && seen.at(-1) !== 5 && seen.length < 200;
            due = nextDeadline(pomodoro)
          ) {
            pomodoro = settled(pomodoro, due);
            seen.push(pomodoro.phase.state);
          }
          const pairs = Array.from({ length: numberCycles }, () => [1, 2, 3, 4]).flat();
          expect(seen).toEqual([...pairs, 1, 2, 5]);
          // However late the server settles, the set ends after the sum of its parts.
          const { workDuration: work, breakDuration: pause } = pomodoro.settings;
          const length = numberCycles * (work + pause + 2 * autoContinue) + work + autoContinue;
          expect(pomodoro.phase.startedAt).toBe(T0 + length * 1000);
          const folded = settled(
            act(room({ ...settings, numberCycles, autoContinue }), PRESS, T0).pomodoro,
            T0 + length * 1000,
          );
          expect(folded).toStrictEqual(pomodoro);
        },
      ),
    );
  });
});
