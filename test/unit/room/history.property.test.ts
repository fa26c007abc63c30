/** Tests the records of random histories of a room against a reference model that counts the time by ticks. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { newKey, roomOf } from "../../../party/shared/access";
import type { Action } from "../../../party/shared/pomodoro";
import { asWire, settingsArbitrary, stepArbitrary } from "../shared/arbitraries";
import type { Step } from "../shared/arbitraries";
import { FakeParty } from "./fake-party";
import { extend, HOLD, KIM, PRESS, RESET, RESUME, setup, SKIP, T0, UNDO } from "../shared/helpers";
import { Historian, PEOPLE } from "./historian";
import { Model } from "../shared/model";

/** These tests try many inputs, and the machine may be busy. */
vi.setConfig({ testTimeout: 60_000 });

const UNIT = 250;

/** A step that may also settle the room halfway, kill the server, or delete the records. */
interface Turn extends Step {
  readonly looks: boolean;
  readonly dies: boolean;
  readonly clears: boolean;
}
const often = (weight: number): fc.Arbitrary<boolean> =>
  fc.oneof({ weight, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });
/** Quick corrections, which are rare in the steps of all random histories. */
const quick: fc.Arbitrary<Partial<Step>> = fc.record({
  wait: fc.integer({ min: 0, max: 12 }).map((quarters) => quarters * UNIT),
  action: fc.constantFrom<Action>(UNDO, UNDO, PRESS, SKIP, RESET, HOLD, RESUME, extend(3)),
});
const step: fc.Arbitrary<Step> = fc
  .tuple(stepArbitrary(UNIT), fc.option(quick, { nil: {}, freq: 1 }))
  .map(([step, other]) => ({ ...step, ...other }));
const turn: fc.Arbitrary<Turn> = fc
  .tuple(step, fc.boolean(), often(4), often(15))
  .map(([step, looks, dies, clears]) => ({ ...step, looks, dies, clears }));
const lives = fc.array(turn, { minLength: 10, maxLength: 45, size: "max" });

const pass = (model: Model, ms: number): void => {
  for (let passed = 0; passed < ms; passed += UNIT) model.tick();
};
const aimOf = ({ off, patience }: Step, model: Model): { on?: number; until?: number } => ({
  ...(off === undefined ? {} : { on: Math.max(0, model.rev + off) }),
  ...(patience === undefined ? {} : { until: model.now + patience }),
});

describe("the records and the reference model", () => {
  test("the records agree with the reference model after every step of random histories, however late the room settles", () => {
    const hows = new Map<string, number>();
    const seen = { undone: 0, continued: 0, paused: 0, folded: 0 };
    fc.assert(
      fc.property(settingsArbitrary, lives, (settings, life) => {
        const model = new Model(T0, UNIT, PEOPLE);
        const real = new Historian();
        const first = setup(settings);
        real.act(first, T0);
        model.do(asWire(first), { ...KIM });
        for (const turn of life) {
          const half = Math.floor(turn.wait / 2 / UNIT) * UNIT;
          pass(model, half);
          if (turn.looks) real.look(model.now);
          const before = model.records.length;
          pass(model, turn.wait - half);
          if (model.records.length > before + 1) seen.folded++;
          const aim = aimOf(turn, model);
          const known = model.records.length;
          model.do(asWire(turn.action), { ...turn.by }, aim);
          real.act(turn.action, model.now, aim);
          expect(real.records).toStrictEqual(model.records);
          if (model.records.length < known) seen[turn.action.type === "undo" ? "undone" : "continued"]++;
          if (turn.clears) {
            model.clear();
            real.clear();
          }
        }
        for (const { how, paused } of model.records) {
          hows.set(how, (hows.get(how) ?? 0) + 1);
          if (paused > 0) seen.paused++;
        }
      }),
      { numRuns: 1000 },
    );
    // Check that the histories are varied: work ends in every way, ends are undone, and work is continued.
    expect([...hows.keys()].sort()).toEqual(["done", "reset", "setup", "skipped"]);
    for (const times of Object.values(seen)) expect(times).toBeGreaterThan(0);
  });

  test("records never overlap, and the worked time of each fits into its period and its plan", () => {
    fc.assert(
      fc.property(settingsArbitrary, lives, (settings, life) => {
        const real = new Historian();
        let now = T0;
        real.act(setup(settings), now);
        for (const { wait, action } of life) real.act(action, (now += wait));
        const { works } = real;
        for (const [i, work] of works.entries()) {
          const { startedAt, endedAt, plannedMs, workedMs, how } = work;
          expect(startedAt).toBeGreaterThanOrEqual(works[i - 1]?.endedAt ?? T0);
          expect(endedAt).toBeLessThanOrEqual(now);
          expect(workedMs).toBeGreaterThanOrEqual(0);
          expect(workedMs).toBeLessThanOrEqual(Math.min(plannedMs, endedAt - startedAt));
          if (how === "done") expect(workedMs).toBe(plannedMs);
          else expect(workedMs).toBeLessThan(plannedMs);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("the stored history", () => {
  beforeEach(() => void vi.useFakeTimers({ now: T0, toFake: ["Date", "setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  /** A private room, because an open one takes no title. */
  const key = newKey();
  const ask = async (party: FakeParty, method: string): Promise<Response> => {
    const headers = { authorization: `Bearer ${key}` };
    const address = `http://localhost/parties/main/${party.id}/history`;
    return party.instance.onRequest(new Request(address, { method, headers }));
  };

  test("the stored history agrees with the reference model, even if the server is killed, sleeps, or wakes late", async () => {
    let deaths = 0;
    let most = 0;
    await fc.assert(
      fc.asyncProperty(settingsArbitrary, lives, async (settings, life) => {
        vi.setSystemTime(T0);
        const model = new Model(T0, UNIT, 1);
        const party = await FakeParty.open(await roomOf(key));
        const kim = await party.connect();
        await party.say(kim, { action: "join", key });
        const say = (step: Pick<Step, "action">, aim: object = {}): Promise<unknown> =>
          party.say(kim, { ...asWire(step.action), ...aim });
        const first = { action: setup(settings) };
        const compare = async (): Promise<void> =>
          expect(await (await ask(party, "GET")).json()).toStrictEqual({ records: model.records });
        await say(first);
        model.do(asWire(first.action), { ...KIM });
        for (const turn of life) {
          const half = Math.floor(turn.wait / 2 / UNIT) * UNIT;
          pass(model, half);
          if (turn.looks) await party.pass(half);
          else vi.setSystemTime(model.now); // The alarm is late.
          if (turn.dies) {
            // The memory is lost. For simplicity, the connection is kept.
            await party.wake();
            deaths++;
          }
          pass(model, turn.wait - half);
          vi.setSystemTime(model.now);
          const aim = aimOf(turn, model);
          model.do(asWire(turn.action), { ...turn.by }, aim);
          await say(turn, aim);
          if (turn.looks) await compare();
          if (turn.clears) {
            model.clear();
            expect((await ask(party, "DELETE")).status).toBe(204);
          }
        }
        await compare();
        most = Math.max(most, model.records.length);
      }),
      { numRuns: 200 },
    );
    expect(deaths).toBeGreaterThan(100);
    expect(most).toBeGreaterThan(3);
  });
});
