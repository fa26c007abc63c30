/** The room as it is on the disk, and what led to each change of it. */
import type { HistoryLog, WorkRecord } from "../../../party/room/history";
import { clearedLog, NO_HISTORY, recordEvents } from "../../../party/room/history";
import { judgeMore } from "../../../party/shared/moreActions";
import { isPeriod, isRunning, newPomodoro, ringIn, settle, transition } from "../../../party/shared/pomodoro";
import type { Pomodoro, PomodoroEvent } from "../../../party/shared/pomodoro";
import type { Faults } from "../faults";
import type { Watcher, World } from "../world";
import type { Actions, ReceivedAction } from "./actions";
import { isEqual } from "./equal";

/** What party/room/storage.ts stores, without its version. */
interface Stored {
  readonly id: string;
  readonly pomodoro: Pomodoro;
  readonly changedAt: number;
  readonly history: HistoryLog;
  readonly markedAt?: number;
}

const ABANDONED_MS = 30 * 24 * 3_600_000;
const WORK_PREFIX = "work:";
/** No deadline is farther away, in ms: a start within a day. */
const LONGEST_WAIT_MS = 24 * 60 * 60_000;

/** A change that has become durable. */
export interface Change {
  readonly pomodoro: Pomodoro;
  readonly events: readonly PomodoroEvent[];
  /** True time, ms. */
  readonly at: number;
  readonly rang: boolean;
}

export class StoredRoom implements Watcher {
  pomodoro: Pomodoro = newPomodoro();
  /** All states that have been durable, by revision; a step of the clock makes another one of the same revision. */
  readonly states = new Map<number, Pomodoro[]>();
  /** How often the room was deleted, since nobody had used it for long. */
  deletions = 0;
  changedAt = -Infinity;
  readonly onChanges: ((change: Change) => void)[] = [];
  #value: unknown;
  #stored: Stored | null = null;
  #log: HistoryLog = NO_HISTORY;
  #records = new Map<string, WorkRecord>();
  #backMs = 0;

  constructor(
    readonly world: World,
    readonly actions: Actions,
    readonly faults: Faults,
  ) {
    this.states.set(0, [this.pomodoro]);
  }

  #fail(rule: string, detail: string): void {
    this.world.core.fail(rule, detail);
  }

  onCommit(): void {
    const { values } = this.world.server.disk;
    const value = values.get("room");
    if (value === this.#value) return;
    this.#value = value;
    if (value === undefined) return this.#checkDeletion();
    const { v: _version, ...room } = value as { v: number } & Stored;
    const before = this.#stored;
    this.#stored = room;
    const { pomodoro, changedAt } = room;
    if (isEqual(pomodoro, this.pomodoro)) return this.#checkHistory(room, []);
    const stepMs = this.world.server.stepsBackMs;
    if (pomodoro.rev === this.pomodoro.rev) {
      if (stepMs === this.#backMs && !this.#wasSetBack(before))
        return this.#fail(
          "nothing changes without a cause",
          `the same rev has another state\n${JSON.stringify(this.pomodoro)}\n${JSON.stringify(pomodoro)}`,
        );
      this.#keep(pomodoro);
      this.#log = room.history;
      return;
    }
    const events = this.#explain(pomodoro, changedAt);
    if (events === null)
      return this.#fail(
        "nothing changes without a cause",
        `at ${changedAt}\n${JSON.stringify(this.pomodoro)}\n${JSON.stringify(pomodoro)}\n${this.actions.describeOpen()}`,
      );
    this.#keep(pomodoro);
    this.changedAt = this.world.core.now;
    this.#checkHistory(room, events);
    const change = { pomodoro, events, at: this.world.core.now, rang: ringIn(events) !== null };
    for (const onChange of this.onChanges) onChange(change);
  }

  /** Whether the server's clock shows less than what it has shown when the room was stored. */
  #wasSetBack(before: Stored | null): boolean {
    return before !== null && this.world.server.stepsBackMs > 0;
  }

  #keep(pomodoro: Pomodoro): void {
    this.pomodoro = pomodoro;
    const states = this.states.get(pomodoro.rev) ?? [];
    this.states.set(pomodoro.rev, [...states, pomodoro]);
    this.states.delete(pomodoro.rev - 200);
  }

  /** The events that lead to the next state: of time alone, or of one action that has arrived. */
  #explain(next: Pomodoro, at: number): readonly PomodoroEvent[] | null {
    const [settled, passed] = settle(this.pomodoro, at);
    if (isEqual(settled, next)) return passed;
    const alike: ReceivedAction[] = [];
    let first: readonly PomodoroEvent[] | null = null;
    for (const action of this.actions.open()) {
      if (next.by === null || next.by.via !== action.request.via) continue;
      if (next.by.name !== null && !action.names.has(next.by.name)) continue;
      const { action: asked, on, state, until } = action.request;
      const [result, events] = transition(
        this.pomodoro,
        { action: asked, by: next.by, on, state, until },
        at,
        judgeMore,
      );
      if (!isEqual(result, next)) continue;
      alike.push(action);
      first ??= events;
    }
    this.actions.noteDone(alike, next.rev);
    return first;
  }

  #checkHistory({ history }: Stored, events: readonly PomodoroEvent[]): void {
    const { values } = this.world.server.disk;
    if (events.length === 0) {
      const isCleared = this.actions.mayClear && !this.#hasRecords();
      if (isEqual(history, this.#log) && !isCleared) return;
      if (!isCleared || !isEqual(history, clearedLog(this.#log)))
        return this.#fail("history equals the periods", `the log has changed: ${JSON.stringify(history)}`);
      this.#log = history;
      this.#records.clear();
      return this.checkRecords();
    }
    const { log, writes } = recordEvents(this.#log, events, 0);
    if (!isEqual(withoutPeople(log), withoutPeople(history)))
      return this.#fail(
        "history equals the periods",
        `${JSON.stringify(history)} instead of ${JSON.stringify(log)}`,
      );
    this.#log = history;
    for (const [number, record] of writes) {
      const key = WORK_PREFIX + String(number).padStart(10, "0");
      if (record === null) this.#records.delete(key);
      else this.#records.set(key, record);
      const stored = values.get(key) ?? null;
      if (!isEqual(withoutPeople(stored), withoutPeople(record)))
        this.#fail(
          "history equals the periods",
          `${key} is ${JSON.stringify(stored)} instead of ${JSON.stringify(record)}`,
        );
    }
  }

  #hasRecords(): boolean {
    return [...this.world.server.disk.values.keys()].some((key) => key.startsWith(WORK_PREFIX));
  }

  /** All records: nothing more, nothing less. */
  checkRecords(): void {
    const keys = [...this.world.server.disk.values.keys()]
      .filter((key) => key.startsWith(WORK_PREFIX))
      .sort();
    if (keys.join() !== [...this.#records.keys()].sort().join())
      this.#fail("history equals the periods", `${keys.length} records instead of ${this.#records.size}`);
  }

  #checkDeletion(): void {
    const before = this.#stored;
    const { object, disk } = this.world.server;
    const now = this.world.server.wall();
    if (before === null) return;
    if (now - before.changedAt < ABANDONED_MS || before.markedAt === undefined)
      this.#fail("everything acknowledged survives", "the room was deleted while it was in use");
    if ([...(object?.sockets ?? [])].some(({ readyState }) => readyState === 1))
      this.#fail("everything acknowledged survives", "the room was deleted while somebody was in it");
    if (disk.values.size > 0 || disk.alarm !== null)
      this.#fail("nothing is left when all is closed", "something of a deleted room is left");
    this.#stored = null;
    this.pomodoro = newPomodoro();
    this.states.clear();
    this.states.set(0, [this.pomodoro]);
    this.#log = NO_HISTORY;
    this.#records.clear();
    this.deletions++;
  }

  onCalm(): void {
    this.checkRecords();
    this.#backMs = this.world.server.stepsBackMs;
    const { phase } = this.pomodoro;
    const leftMs = isPeriod(phase) && isRunning(phase) ? phase.endsAt - this.world.server.wall() : 0;
    if (
      isPeriod(phase) &&
      leftMs > phase.totalMs + 2000 &&
      this.world.core.now - this.world.server.steppedAt > 20_000
    )
      this.#fail("deadlines at their own time", `${leftMs} ms are left of ${JSON.stringify(phase)}`);
    // Somebody is there, so that what is due has happened.
    const { server } = this.world;
    const isHeard = [...(server.object?.sockets ?? [])].some(({ readyState }) => readyState === 1);
    // A room that nobody tells of a step of the clock wakes with its alarm, which counts on another clock.
    const { isToldOfSteps } = this.world.setting;
    const lateMs = isToldOfSteps ? 0 : server.stepsForwardMs(this.world.core.now - LONGEST_WAIT_MS);
    const [settled] = settle(this.pomodoro, server.wall() - 3000 - lateMs);
    if (isHeard && settled !== this.pomodoro && this.world.core.now - server.steppedAt > 20_000)
      this.#fail(
        "deadlines at their own time",
        `nothing has happened at ${JSON.stringify(this.pomodoro.phase)}`,
      );
  }
}

/** How many people there were is not known here. */
function withoutPeople(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (name, part: unknown) => (name === "people" ? undefined : part)) ?? "null",
  );
}
