/** The pure part of the history as the room uses it, with a Map for a disk. */
import { cleared, follow, NO_HISTORY } from "../../../party/room/history";
import type { Log, Work } from "../../../party/room/history";
import { recordOf } from "../../../party/shared/historyWire";
import type { HistoryRecord } from "../../../party/shared/historyWire";
import { settle, transition } from "../../../party/shared/pomodoro";
import type { Action, Pomodoro } from "../../../party/shared/pomodoro";
import { frozen, KIM, room } from "../shared/helpers";

/** How many are connected. */
export const PEOPLE = 3;

export class Historian {
  pomodoro: Pomodoro = room();
  log: Log = NO_HISTORY;
  readonly disk = new Map<number, Work>();

  look(now: number): void {
    this.#keep(settle(frozen(this.pomodoro), now).pomodoro, null, now);
  }
  act(action: Action, now: number, aim: { on?: number; until?: number } = {}): void {
    const { pomodoro, refused } = transition(frozen(this.pomodoro), { action, by: KIM, ...aim }, now);
    this.#keep(pomodoro, refused === null ? action.type : null, now);
  }
  clear(): void {
    this.disk.clear();
    this.log = cleared(this.log);
  }
  /** By their numbers, the lowest first. */
  get works(): Work[] {
    return [...this.disk].sort(([a], [b]) => a - b).map(([, work]) => work);
  }
  get records(): HistoryRecord[] {
    return this.works.map(recordOf);
  }

  #keep(after: Pomodoro, action: Action["type"] | null, now: number): void {
    const { log, writes } = follow(frozen(this.log), {
      before: this.pomodoro,
      after,
      action,
      now,
      people: PEOPLE,
    });
    for (const [number, work] of writes) {
      if (work === null) this.disk.delete(number);
      else this.disk.set(number, frozen(work));
    }
    this.log = log;
    this.pomodoro = after;
  }
}
