/** The check whether the disk takes what a room writes. Waiting and the clock are simulated. */
import { afterEach, expect, test, vi } from "vitest";

interface Check {
  isGood(attempt: () => Promise<boolean>, clock: () => number): Promise<boolean>;
  forget(now: number): void;
}
/** party/ is typed for another platform than the tests. */
const { WriteCheck } = await vi.importActual<{
  WriteCheck: new (wait: (ms: number) => Promise<unknown>, onChange?: (isGood: boolean) => void) => Check;
}>("../../../party/platform/disk");

afterEach(() => void vi.useRealTimers());

function create() {
  vi.useFakeTimers({ now: 1_000_000 });
  const changes: boolean[] = [];
  const state = { writes: 0, isGood: true };
  const check = new WriteCheck(
    (ms) => new Promise((done) => setTimeout(done, ms)),
    (isGood) => changes.push(isGood),
  );
  const attempt = async (): Promise<boolean> => {
    state.writes++;
    await new Promise((done) => setTimeout(done, 20));
    return state.isGood;
  };
  const ask = (): Promise<boolean> => check.isGood(attempt, Date.now);
  const answer = async (): Promise<boolean> => {
    const [result] = await Promise.all([ask(), vi.advanceTimersByTimeAsync(100)]);
    return result;
  };
  return { check, state, changes, ask, answer };
}

test("a flood of health checks writes once a second", async () => {
  const { state, ask } = create();
  const answers: Promise<boolean>[] = [];
  for (let ms = 0; ms < 3000; ms += 2) {
    answers.push(ask());
    await vi.advanceTimersByTimeAsync(2);
  }
  await vi.advanceTimersByTimeAsync(100);
  expect(new Set(await Promise.all(answers))).toEqual(new Set([true]));
  expect(state.writes).toBe(3);
});

test("a disk that is full, and has space again, is noticed within a second, and each change is told once", async () => {
  const { state, changes, answer } = create();
  expect(await answer()).toBe(true);
  state.isGood = false;
  await vi.advanceTimersByTimeAsync(1000);
  expect([await answer(), await answer()]).toEqual([false, false]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await answer()).toBe(false);
  state.isGood = true;
  await vi.advanceTimersByTimeAsync(1000);
  expect(await answer()).toBe(true);
  expect(changes).toEqual([false, true]);
});

test("a disk that does not answer, or an attempt that fails, counts as one that takes nothing", async () => {
  const { check } = create();
  const silent = check.isGood(() => new Promise(() => {}), Date.now);
  await vi.advanceTimersByTimeAsync(4000);
  expect(await silent).toBe(false);
  await vi.advanceTimersByTimeAsync(1000);
  expect(await check.isGood(() => Promise.reject(new Error("EIO")), Date.now)).toBe(false);
});

test("after a write has failed, the next caller tries again at once, and also after the clock was set back", async () => {
  const { check, state, answer } = create();
  await answer();
  await vi.advanceTimersByTimeAsync(50);
  check.forget(Date.now());
  await answer();
  check.forget(Date.now()); // somebody has just tried
  await answer();
  expect(state.writes).toBe(2);
  vi.setSystemTime(500_000);
  await answer();
  expect(state.writes).toBe(3);
});
