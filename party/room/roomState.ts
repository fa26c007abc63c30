/**
 * The room's pomodoro, in memory and on disk. Each change goes the same way: the machine, then the disk, then everyone
 * in the room, then the phones that are not connected. Every method that reads or changes the room runs within a task of
 * the room's queue.
 */
import { toRoomMessage } from "../shared/codec";
import type { ChangeRequest } from "../shared/clientMessages";
import { errorMessage } from "../shared/errors";
import type { ErrorMessage } from "../shared/errors";
import { newPomodoro, refusalIn, ringIn, settle, transition } from "../shared/pomodoro";
import type { By, Pomodoro, Transition } from "../shared/pomodoro";
import type { RoomMessage } from "../shared/serverMessages";
import type { Connection, Connections } from "./connections";
import { clearedLog, NO_HISTORY, recordEvents } from "./history";
import type { WorkRecord } from "./history";
import { RecordCache } from "./historyStorage";
import type { RoomPush } from "./push/roomPush";
import {
  ABANDONED_MS,
  alarmAt,
  isAbandoned,
  load,
  save,
  saveWithoutRecords,
  UnreadableRoom,
} from "./storage";
import type { Storage, StoredRoom } from "./storage";

/** The room before anyone has changed it. */
const UNTOUCHED = newPomodoro();

interface Parts {
  readonly storage: Storage;
  readonly connections: Connections;
  readonly push: RoomPush;
  /** The id that the platform tells; it throws where the platform does not know it. */
  readonly id: () => string;
}

export class RoomState {
  /** Null in a room that nobody has ever changed. */
  #stored: StoredRoom | null = null;
  #unreadable: string | null = null;
  readonly #records: RecordCache;

  constructor(readonly parts: Parts) {
    this.#records = new RecordCache(parts.storage);
  }

  /** Why the stored form cannot be read: then nothing is answered and nothing is written. Null: it was read. */
  get unreadable(): string | null {
    return this.#unreadable;
  }

  get pomodoro(): Pomodoro {
    return this.#stored?.pomodoro ?? UNTOUCHED;
  }

  /** PartyKit does not tell the id to a room that an alarm woke; a room with an alarm has stored its id. */
  get id(): string {
    return this.#stored?.id ?? this.parts.id();
  }

  /** The room as it is told now; everything that is due must have been settled. */
  message(): RoomMessage {
    return toRoomMessage(this.pomodoro, Date.now());
  }

  async load(): Promise<void> {
    const { storage, push } = this.parts;
    try {
      const stored = await load(storage);
      await push.load();
      this.#stored = stored;
    } catch (error) {
      if (!(error instanceof UnreadableRoom)) throw error;
      this.#unreadable = error.message;
      console.error("a room is refused and left as it is:", error.message);
    }
    // Sets an alarm that was lost. While the room wakes for its alarm there is none either: then it rings once more,
    // which changes nothing.
    if (this.#stored !== null && (await storage.getAlarm()) === null) await this.setAlarm();
  }

  /** Lets everything that is due happen. Resolves to whether anything was due. */
  async settle(): Promise<boolean> {
    const now = Date.now();
    return this.#save(settle(this.pomodoro, now), now, null);
  }

  /** Judges one action, and tells the result to everyone but its sender, who gets the answer that is returned. */
  async change(
    { action, on, until, id }: ChangeRequest,
    by: By,
    sender: Connection | null,
  ): Promise<RoomMessage | ErrorMessage> {
    const now = Date.now();
    const result = transition(this.pomodoro, { action, by, on, until }, now);
    const refusal = refusalIn(result[1]);
    // Where the action was refused but something was due, the sender gets the broadcast, too.
    await this.#save(result, now, refusal === null ? sender : null);
    if (refusal !== null) return errorMessage(refusal.code, refusal.detail, id);
    return { ...this.message(), ...(id === undefined ? {} : { id }) };
  }

  /** All history records, the oldest first. */
  async records(): Promise<readonly WorkRecord[]> {
    await this.settle();
    return this.#records.all();
  }

  /** Deletes the history for good. Nobody is told: the pomodoro has not changed. */
  async clearRecords(): Promise<void> {
    await this.settle();
    if (this.#stored === null) return;
    const stored = { ...this.#stored, history: clearedLog(this.#stored.history) };
    this.#records.invalidate();
    await saveWithoutRecords(this.parts.storage, stored);
    this.#stored = stored;
  }

  /** Handles the platform's alarm: what is due happens, an abandoned room is deleted, the next alarm is set. */
  async wake(): Promise<void> {
    if (this.#stored === null || (await this.settle())) return;
    const { storage, push } = this.parts;
    if (this.#isForgotten(this.#stored)) {
      // `load` has set an alarm in this one's wake-up; it would wake a room that no longer exists.
      await Promise.all([storage.deleteAlarm(), storage.deleteAll()]);
      push.clear();
      this.#records.invalidate();
      this.#stored = null;
      return;
    }
    await this.setAlarm(); // it rang early, or for a push, or somebody is connected
    push.sendDue();
  }

  /** Sets the alarm to the next moment at which anything happens. A subscription alone also makes a room one to keep. */
  async setAlarm(): Promise<void> {
    const { storage, push } = this.parts;
    const now = Date.now();
    const wakeAt = push.wakeAt(now);
    if (this.#stored === null) {
      const stored = { id: this.id, pomodoro: UNTOUCHED, changedAt: now, history: NO_HISTORY };
      await save(storage, stored, { wakeAt });
      this.#stored = stored;
      return;
    }
    const at = isAbandoned(this.#stored, now) ? now + ABANDONED_MS : alarmAt(this.#stored);
    await storage.setAlarm(Math.min(at, wakeAt ?? Infinity));
  }

  /** Stores a changed pomodoro, then tells everyone except `except`, then the phones. Resolves to whether it changed. */
  async #save([pomodoro, events]: Transition, now: number, except: Connection | null): Promise<boolean> {
    if (pomodoro === this.pomodoro) return false;
    const { storage, connections, push } = this.parts;
    const { log, writes } = recordEvents(this.#stored?.history ?? NO_HISTORY, events, connections.count);
    const stored = { id: this.id, pomodoro, changedAt: now, history: log };
    const update = push.prepareUpdate(pomodoro, ringIn(events), now);
    if (writes.size > 0) this.#records.invalidate();
    await save(storage, stored, { records: writes, entry: update.entry, wakeAt: update.wakeAt });
    this.#stored = stored;
    push.applyUpdate(update);
    connections.broadcast(this.message(), except);
    push.sendDue();
    return true;
  }

  /** Unchanged for long, nobody is connected, and no device has said lately that it wants notifications. */
  #isForgotten(stored: StoredRoom): boolean {
    const { connections, push } = this.parts;
    const now = Date.now();
    return isAbandoned(stored, now) && connections.count === 0 && !push.wasSeenSince(now - ABANDONED_MS);
  }
}
