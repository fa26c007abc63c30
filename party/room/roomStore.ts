/** The stored room, in memory and on disk, and its alarm. What happens to the room is decided in `roomState.ts`. */
import { newPomodoro } from "../shared/pomodoro";
import type { Pomodoro } from "../shared/pomodoro";
import { NO_HISTORY } from "./history";
import type { Outgoing } from "./delivery/outgoing";
import { load, nextAlarmAt, NotStored, save, saveWithoutRecords, UnreadableRoom } from "./storage";
import type { SaveOptions, Storage, StoredRoom } from "./storage";

/** The room before anyone has changed it. */
const UNTOUCHED = newPomodoro();

interface Parts {
  readonly storage: Storage;
  readonly outgoing: Outgoing;
  /** The id that the platform tells; it throws where the platform does not know it. */
  readonly id: () => string;
}

export class RoomStore {
  /** Null in a room that nobody has ever changed. */
  #room: StoredRoom | null = null;
  #unreadable: string | null = null;

  constructor(readonly parts: Parts) {}

  /** Why the stored form cannot be read: then nothing is answered and nothing is written. Null: it was read. */
  get unreadable(): string | null {
    return this.#unreadable;
  }

  get room(): StoredRoom | null {
    return this.#room;
  }

  get pomodoro(): Pomodoro {
    return this.#room?.pomodoro ?? UNTOUCHED;
  }

  /** PartyKit does not tell the id to a room that an alarm woke; a room with an alarm has stored its id. */
  get id(): string {
    return this.#room?.id ?? this.parts.id();
  }

  /** Resolves as `renewAlarm`. */
  async load(): Promise<boolean> {
    const { storage, outgoing } = this.parts;
    try {
      const room = await load(storage);
      await outgoing.load();
      this.#room = room;
    } catch (error) {
      if (!(error instanceof UnreadableRoom)) throw error;
      this.#unreadable = error.message;
      console.error("a room is refused and left as it is:", error.message);
    }
    // Sets an alarm that was lost. While the room wakes for its alarm there is none either: then it rings once more,
    // which changes nothing. Where nothing can be written, the alarm that wakes it waits for that.
    return this.#room === null || (await storage.getAlarm()) !== null || this.renewAlarm();
  }

  /** Writes the room with what belongs to it, and its alarm. Where it rejects, the room stays as it was. */
  async save(room: StoredRoom, options: SaveOptions): Promise<void> {
    await save(this.parts.storage, room, options);
    this.#room = room;
  }

  /** Writes the room and deletes its records. */
  async saveWithoutRecords(room: StoredRoom): Promise<void> {
    await saveWithoutRecords(this.parts.storage, room);
    this.#room = room;
  }

  /** Stores when an abandoned room was first looked at, and sets the alarm to the second look; undefined: it was not. */
  async mark({ markedAt: _before, ...room }: StoredRoom, markedAt: number | undefined): Promise<void> {
    const { storage, outgoing } = this.parts;
    await storage.expectWritable?.();
    await this.save(markedAt === undefined ? room : { ...room, markedAt }, {
      wakeAt: outgoing.wakeAt(Date.now()),
    });
  }

  /** Deletes the room, its alarm and everything stored of it. */
  async delete(): Promise<void> {
    const { storage, outgoing } = this.parts;
    // `load` has set an alarm in this one's wake-up; it would wake a room that no longer exists.
    await Promise.all([storage.deleteAlarm(), storage.deleteAll()]);
    outgoing.clear();
    this.#room = null;
  }

  /** Sets the alarm to the next moment at which anything happens. A subscription alone also makes a room one to keep. */
  async setAlarm(): Promise<void> {
    const { storage, outgoing } = this.parts;
    const now = Date.now();
    if (this.#room !== null) return storage.setAlarm(this.alarmAt(now));
    const room = { id: this.id, pomodoro: UNTOUCHED, changedAt: now, history: NO_HISTORY };
    await this.save(room, { wakeAt: outgoing.wakeAt(now) });
  }

  /** Sets the alarm of a stored room again. Resolves to false where nothing can be written: it stays as it is. */
  async renewAlarm(): Promise<boolean> {
    if (this.#room === null) return true;
    try {
      await this.parts.storage.expectWritable?.();
      await this.setAlarm();
    } catch (error) {
      if (!(error instanceof NotStored)) throw error;
      return false;
    }
    return true;
  }

  /** Epoch ms at which the stored room must be awake next. */
  alarmAt(now: number): number {
    const at = this.#room === null ? Infinity : nextAlarmAt(this.#room, now);
    return Math.min(at, this.parts.outgoing.wakeAt(now) ?? Infinity);
  }
}
