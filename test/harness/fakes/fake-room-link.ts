import type { Aim, RoomAnswer, RoomLink, RoomSnapshot } from "../../../src/board/roomLink";
import type { Timers } from "../../../src/board/timers";

/** Epoch ms of the server when the test's clock is at 0. */
export const SERVER_START = 1_790_000_000_000;

export const IDLE_ROOM: RoomSnapshot = { state: 0, rev: 0, ends_at: null, total_ms: null, held_ms: null };

/** 25 minutes of work, just begun. */
export const WORK_ROOM: RoomSnapshot = {
  state: 1,
  rev: 7,
  ends_at: SERVER_START + 1_500_000,
  total_ms: 1_500_000,
  held_ms: null,
};

/** A room that does what the test says and writes down what is asked of it. */
export class FakeRoomLink implements RoomLink {
  #snapshot: RoomSnapshot | null;
  #up = true;
  readonly #callbacks = new Set<() => void>();
  readonly presses: (Aim & { via: "board" })[] = [];
  readonly skips: Aim[] = [];
  answer: () => Promise<RoomAnswer> = async () => ({ ok: true, ms: 12 });

  constructor(
    readonly clock: Timers,
    snapshot: RoomSnapshot | null = IDLE_ROOM,
  ) {
    this.#snapshot = snapshot;
  }
  get snapshot(): RoomSnapshot | null {
    return this.#snapshot;
  }
  get up(): boolean {
    return this.#up;
  }
  now = (): number => SERVER_START + this.clock.now();

  subscribe(callback: () => void): () => void {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }
  press(action: Aim & { readonly via: "board" }): Promise<RoomAnswer> {
    this.presses.push(action);
    return this.answer();
  }
  skip(action: Aim): Promise<RoomAnswer> {
    this.skips.push(action);
    return this.answer();
  }

  /** How many are watching. */
  get watched(): number {
    return this.#callbacks.size;
  }
  set(part: Partial<RoomSnapshot>): void {
    const before = this.#snapshot ?? IDLE_ROOM;
    this.#snapshot = { ...before, rev: before.rev + 1, ...part };
    this.#tell();
  }
  connected(up: boolean): void {
    this.#up = up;
    this.#tell();
  }
  #tell(): void {
    for (const callback of Array.from(this.#callbacks)) callback();
  }
}
