/**
 * Compares the wall clock with the monotonic one, and tells the rooms when the wall clock has made a step: it was set,
 * or the machine slept. workerd counts the time to an alarm on a monotonic clock, which no code in it can read. And a
 * room's clock never goes back: after a step back it stands still for as long, and timers wait for as long. So after a
 * step back, workerd starts again.
 */
import { statSync, utimesSync } from "node:fs";
import { CLOCK_STEP_PATH } from "../shared/clockStep";
import type { ClockStep } from "../shared/clockStep";
import { postToWorker } from "./workerRequests";

/** Between two looks at the clocks, in ms. */
const LOOK_MS = 1000;
/** A smaller difference is no step, in ms: forward, an alarm is late by at most this; back, time stands still for it. */
const MIN_FORWARD_MS = 500;
const MIN_BACK_MS = 2000;
/** A look that took longer than this, in ms, may have read the clocks at different moments. */
const MAX_READ_MS = 50;
/** The time of the last look is stored this often, in ms. */
const STORE_MS = 60_000;

/** Both clocks in ms: epoch ms, and ms of a clock that nobody sets. */
export interface Clocks {
  readonly wall: number;
  readonly monotonic: number;
}

/** Finds the steps of the wall clock. Without a clock of its own. */
export class StepFinder {
  /** The last look. */
  #last: Clocks;
  /** The wall clock when the last step was over. */
  #since: number;
  /** The wall clock minus the monotonic one, as of the last step. */
  #difference: number;

  constructor(start: Clocks) {
    this.#last = start;
    this.#since = start.wall;
    this.#difference = start.wall - start.monotonic;
  }

  /** The step since the last look; null: there was none. */
  look(clocks: Clocks): ClockStep | null {
    const passedMs = Math.max(0, clocks.monotonic - this.#last.monotonic);
    this.#last = clocks;
    const byMs = Math.round(clocks.wall - clocks.monotonic - this.#difference);
    if (byMs < MIN_FORWARD_MS && byMs > -MIN_BACK_MS) return null;
    const at = Math.floor(clocks.wall - passedMs); // the step was at some moment since the last look
    const step = { byMs, since: Math.floor(this.#since), at };
    this.#difference += byMs;
    this.#since = clocks.wall;
    return step;
  }
}

/**
 * The step while no server ran: back, where the last server has seen a later time than now; otherwise null. What the
 * rooms have written may be from before that or from long ago, so each room judges by its own times.
 */
export const stepSince = (seenAt: number, now: number): ClockStep | null =>
  now > seenAt - MIN_BACK_MS
    ? null
    : { byMs: Math.floor(now - seenAt), since: Number.MAX_SAFE_INTEGER, at: Math.floor(now) };

export interface WatchOptions {
  /** The address of the server, without a path. */
  readonly url: string;
  readonly token: string;
  /** A file whose time of change stores the last look. */
  readonly lockFile: string;
  /** Starts workerd again. */
  readonly restart: () => void;
}

/**
 * Watches until this process ends. Returns what wakes all rooms without a step: each lets happen what is due, and sets
 * its alarm again.
 */
export function watchClock({ url, token, lockFile, restart }: WatchOptions): () => void {
  const finder = new StepFinder(readClocks());
  const seenAt = statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const first = stepSince(seenAt, Date.now());
  /** Steps that the rooms do not know yet, the oldest first. */
  const steps: ClockStep[] = first === null ? [] : [first];
  let isSending = false;
  let storedAt = -Infinity;

  const send = async (): Promise<void> => {
    if (isSending) return;
    isSending = true;
    try {
      for (let step = steps[0]; step !== undefined; step = steps[0]) {
        await (await postToWorker(url + CLOCK_STEP_PATH, token, step)).body?.cancel();
        steps.shift();
      }
    } catch {
      // workerd starts again at the moment; the next look tries again.
    } finally {
      isSending = false;
    }
  };
  const look = (): void => {
    const clocks = readClocks();
    const step = finder.look(clocks);
    if (step !== null) {
      steps.push(step);
      console.error(`Shared Pomodoro: the clock went ${describe(step.byMs)}`);
      if (step.byMs < 0) restart();
    }
    if (step !== null || clocks.monotonic - storedAt >= STORE_MS) {
      storedAt = clocks.monotonic;
      store(lockFile, clocks.wall);
    }
    void send();
  };
  look();
  setInterval(look, LOOK_MS).unref();
  return () => {
    const now = Date.now();
    steps.push({ byMs: 0, since: now, at: now });
    void send();
  };
}

/** The wall clock is read between two readings of the other: a pause of this process in between is no step. */
function readClocks(): Clocks {
  for (let tries = 1; ; tries++) {
    const before = performance.now();
    const wall = Date.now();
    const after = performance.now();
    if (after - before < MAX_READ_MS || tries === 10) return { wall, monotonic: (before + after) / 2 };
  }
}

function store(file: string, wall: number): void {
  try {
    utimesSync(file, new Date(wall), new Date(wall));
  } catch {
    // Without the lock file (no `flock`) a step between two runs is not seen.
  }
}

const describe = (byMs: number): string =>
  `${byMs < 0 ? "back" : "forward"} by ${(Math.abs(byMs) / 1000).toFixed(1)} s`;
