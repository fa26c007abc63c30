import { BREAK_ALARM, IDLE, LONG_BREAK, SHORT_BREAK, WORK, WORK_ALARM } from "../../../party/shared/pomodoro";
import type { Phase, State } from "../../../party/shared/pomodoro";
import type {
  ActionConditions,
  RoomAction,
  RoomAnswer,
  RoomLink,
  RoomSnapshot,
} from "../../../src/board/roomLink";
import type { Timers } from "../../../src/board/timers";

/** The server's epoch ms at the moment at which the test's clock is at 0. */
export const SERVER_START = 1_790_000_000_000;

/** Each state, just begun; WORK and SHORT_BREAK take 25 minutes. */
export function phaseIn(state: State): Phase {
  const startedAt = SERVER_START;
  switch (state) {
    case IDLE:
      return { state, startedAt: null };
    case WORK:
    case SHORT_BREAK:
      return { state, startedAt, totalMs: 1_500_000, endsAt: SERVER_START + 1_500_000 };
    case BREAK_ALARM:
    case WORK_ALARM:
      return { state, startedAt, continuesAt: null, rangAt: null };
    case LONG_BREAK:
      return { state, startedAt, ringsAt: null, over: false, rangAt: null };
  }
}

/** A paused work period of 25 minutes with `heldMs` left. */
export const heldWork = (heldMs: number): Phase => ({
  state: WORK,
  startedAt: SERVER_START,
  totalMs: 1_500_000,
  heldMs,
});

export const IDLE_ROOM: RoomSnapshot = { rev: 0, phase: phaseIn(IDLE) };
export const WORK_ROOM: RoomSnapshot = { rev: 7, phase: phaseIn(WORK) };

/** A room whose state and answers the test sets; it records the actions that it gets. */
export class FakeRoomLink implements RoomLink {
  #snapshot: RoomSnapshot | null;
  #isConnected = true;
  readonly #callbacks = new Set<() => void>();
  readonly presses: (ActionConditions & { via: "board" })[] = [];
  readonly skips: ActionConditions[] = [];
  /** The actions of keys beside the button, with their names. */
  readonly others: (ActionConditions & RoomAction)[] = [];
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
  get isConnected(): boolean {
    return this.#isConnected;
  }
  /** How often the connection was to be tested. */
  probes = 0;
  probe(): void {
    this.probes++;
  }
  now = (): number => SERVER_START + this.clock.now();

  subscribe(callback: () => void): () => void {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }
  act(action: RoomAction, conditions: ActionConditions): Promise<RoomAnswer> {
    if (action.action === "press") this.presses.push({ ...conditions, via: action.via });
    else if (action.action === "skip") this.skips.push(conditions);
    else this.others.push({ ...action, ...conditions });
    return this.answer();
  }

  get subscriberCount(): number {
    return this.#callbacks.size;
  }
  /** Changes the room; `rev` grows by one unless `part` sets it. */
  set(part: Partial<RoomSnapshot>): void {
    const before = this.#snapshot ?? IDLE_ROOM;
    this.#snapshot = { ...before, rev: before.rev + 1, ...part };
    this.#notify();
  }
  setConnected(isConnected: boolean): void {
    this.#isConnected = isConnected;
    this.#notify();
  }
  #notify(): void {
    for (const callback of Array.from(this.#callbacks)) callback();
  }
}
