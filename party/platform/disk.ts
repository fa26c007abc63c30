/**
 * Whether the disk takes what a room writes, found out before a room writes: after a write that SQLite cannot finish,
 * workerd ends the room's instance and all of its connections. The answer is kept for a second, so that a flood of
 * requests costs one write a second. All rooms and the worker share this module; time comes in as an argument, in ms.
 */
import type { Folder } from "./roomFiles";

/** How long an answer counts, in ms. */
const FRESH_MS = 1000;
/** How old an answer must be to be doubted, in ms: requests to a damaged room fail as often as somebody sends them. */
const DOUBT_MS = 100;
/** A disk that has not answered for this long, in ms, takes nothing: less than a health check waits. */
export const SILENT_MS = 3000;
/** How often a caller looks whether another caller's answer has come, in ms. */
const POLL_MS = 5;
/** More than a room writes at once: its database, the log, the shared memory of it, and the same of the alarms. */
const BYTES = 256 * 1024;
/** The name of the file that is written and deleted. */
const FILE = "http://files/write-check";

interface Answer {
  readonly isGood: boolean;
  readonly at: number;
}

/** Writes what a room would, and resolves to whether that was possible. */
export type Attempt = () => Promise<boolean>;

export class WriteCheck {
  #answer: Answer | null = null;
  /** Of the answer that was given last, forgotten or not. */
  #wasGood = true;
  /** When the attempt that runs began; null: none runs. */
  #startedAt: number | null = null;

  /** `onChange` is called when the answer changes. At first it counts as good. */
  constructor(
    readonly wait: (ms: number) => Promise<unknown>,
    readonly onChange: (isGood: boolean) => void = () => {},
  ) {}

  /** Whether what `attempt` writes can be written. Never rejects. */
  async isGood(attempt: Attempt, clock: () => number): Promise<boolean> {
    for (;;) {
      const now = clock();
      const answer = this.#answer;
      // A clock that was set back makes an answer old.
      if (answer !== null && Math.abs(now - answer.at) < FRESH_MS) return answer.isGood;
      // An attempt that does not end belongs to a request that was cancelled, or to a disk that does not answer.
      if (this.#startedAt === null || Math.abs(now - this.#startedAt) > SILENT_MS + FRESH_MS)
        return this.#try(attempt, clock);
      // The object is another request's, so its promise cannot be awaited here.
      await this.wait(POLL_MS);
    }
  }

  /** A write has failed that this did not foresee: the next caller tries again, unless somebody has just done so. */
  forget(now: number): void {
    if (this.#answer !== null && Math.abs(now - this.#answer.at) >= DOUBT_MS) this.#answer = null;
  }

  async #try(attempt: Attempt, clock: () => number): Promise<boolean> {
    this.#startedAt = clock();
    const isGood = await Promise.race([attempt().catch(() => false), this.wait(SILENT_MS).then(() => false)]);
    this.#startedAt = null;
    this.#answer = { isGood, at: clock() };
    if (this.#wasGood !== isGood) this.onChange(isGood);
    this.#wasGood = isGood;
    return isGood;
  }
}

/** Writes a new file into the folder of the rooms, as for a new room, and deletes it. */
export const writesTo =
  (folder: Folder): Attempt =>
  async () => {
    const { ok } = await folder.fetch(FILE, { method: "PUT", body: new Uint8Array(BYTES) });
    await folder.fetch(FILE, { method: "DELETE" });
    return ok;
  };

/** That of this process. The start script reads these lines (party/ops/dataFolder.ts). */
export const disk = new WriteCheck(
  (ms) => scheduler.wait(ms),
  (isGood) =>
    console.error(
      isGood
        ? "DATA_DIR takes changes again"
        : "DATA_DIR takes no changes: every change is refused until it does",
    ),
);
