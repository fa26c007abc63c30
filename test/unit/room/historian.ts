/** Runs the machine and its history as the room does, with a Map instead of storage. */
import { toHistoryRecord } from "../../../party/http/historyFormat";
import { clearedLog, NO_HISTORY, recordEvents } from "../../../party/room/history";
import type { HistoryLog, WorkRecord } from "../../../party/room/history";
import type { HistoryRecord } from "../../../party/shared/historyWire";
import { judgeMore } from "../../../party/shared/moreActions";
import { settle, transition } from "../../../party/shared/pomodoro";
import type { Action, Pomodoro, Transition } from "../../../party/shared/pomodoro";
import { frozen, KIM, room } from "../shared/helpers";

/** The number of connected people. */
export const PEOPLE = 3;

export class Historian {
  pomodoro: Pomodoro = room();
  log: HistoryLog = NO_HISTORY;
  readonly disk = new Map<number, WorkRecord>();

  look(now: number): void {
    this.#keep(settle(frozen(this.pomodoro), now));
  }
  act(action: Action, now: number, aim: { on?: number; until?: number } = {}): void {
    this.#keep(transition(frozen(this.pomodoro), { action, by: KIM, ...aim }, now, judgeMore));
  }
  clear(): void {
    this.disk.clear();
    this.log = clearedLog(this.log);
  }
  /** The stored records, sorted by number. */
  get works(): WorkRecord[] {
    return [...this.disk].sort(([a], [b]) => a - b).map(([, work]) => work);
  }
  get records(): HistoryRecord[] {
    return this.works.map(toHistoryRecord);
  }

  #keep([after, events]: Transition): void {
    const { log, writes } = recordEvents(frozen(this.log), frozen(events), PEOPLE);
    for (const [number, work] of writes) {
      if (work === null) this.disk.delete(number);
      else this.disk.set(number, frozen(work));
    }
    this.log = log;
    this.pomodoro = after;
  }
}
