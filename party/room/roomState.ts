/**
 * The room's pomodoro, in memory and on disk. Each change goes the same way: the machine, then the disk, then everyone
 * in the room, then the phones that are not connected. Every method that reads or changes the room runs within a task of
 * the room's queue.
 */
import type { ClockStep } from "../shared/clockStep";
import { toRoomMessage } from "../shared/codec";
import type { ChangeRequest } from "../shared/clientMessages";
import { errorMessage, tooFastInRoom } from "../shared/errors";
import type { ErrorMessage } from "../shared/errors";
import { ROOM_RATE_LIMIT } from "../shared/limits";
import { newPomodoro, refusalIn, ringIn, settle, transition } from "../shared/pomodoro";
import type { By, Pomodoro, Transition } from "../shared/pomodoro";
import type { RoomMessage } from "../shared/serverMessages";
import { judgeMore, MAX_START_MS } from "../shared/moreActions";
import { isSecondLook } from "./abandonment";
import { moveFor, moveRoom, setBackMs } from "./clockStep";
import type { Connection, Connections } from "./connections";
import { clearedLog, NO_HISTORY, recordEvents } from "./history";
import type { WorkRecord } from "./history";
import { RecordCache } from "./historyStorage";
import { RateLimit } from "./rateLimit";
import type { RoomPush } from "./push/roomPush";
import {
  ABANDONED_MS,
  alarmAt,
  isAbandoned,
  load,
  nextAlarmAt,
  save,
  saveWithoutRecords,
  UnreadableRoom,
} from "./storage";
import type { Storage, StoredRoom } from "./storage";

/** No room waits longer for a deadline or a push than this, in ms: a day more than for the farthest start. */
const MAX_WAIT_MS = MAX_START_MS + 24 * 60 * 60 * 1000;

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
  /** The last moment on the clock by which the stored moments were written, epoch ms. */
  #seenAt = -Infinity;
  /** How far the moments were moved for a clock that was set back, before the start program has told of it; ms. */
  #movedMs = 0;
  /** Whether the stored moments were written by this instance, so that a later moment on its clock is as good. */
  #isFresh = false;
  readonly #records: RecordCache;
  /** It is full in a room that slept: the time until a room sleeps fills it. */
  readonly #changes = new RateLimit(Date.now(), ROOM_RATE_LIMIT);

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
      this.#seenAt = stored?.changedAt ?? -Infinity;
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
    const now = await this.#readClock();
    return this.#save(settle(this.pomodoro, now), now, null);
  }

  /** Judges one action, and tells the result to everyone but its sender, who gets the answer that is returned. */
  async change(
    { action, on, until, id }: ChangeRequest,
    by: By,
    sender: Connection | null,
  ): Promise<RoomMessage | ErrorMessage> {
    const now = await this.#readClock();
    const result = transition(this.pomodoro, { action, by, on, until }, now, judgeMore);
    const refusal = refusalIn(result[1]);
    const isAct = result[1].some(({ type }) => type === "acted");
    if (isAct && !this.#changes.take(now)) {
      await this.settle();
      return tooFastInRoom(id);
    }
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
    await this.parts.storage.expectWritable?.();
    const stored = { ...this.#stored, history: clearedLog(this.#stored.history) };
    this.#records.invalidate();
    await saveWithoutRecords(this.parts.storage, stored);
    this.#stored = stored;
  }

  /** Handles the platform's alarm: what is due happens, an abandoned room is deleted, the next alarm is set. */
  async wake(): Promise<void> {
    if (this.#stored === null || (await this.settle())) return;
    const { storage, push } = this.parts;
    const now = Date.now();
    if (this.#isForgotten(this.#stored, now)) {
      if (!isSecondLook(this.#stored.markedAt, now)) return this.#mark(this.#stored, now);
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

  /**
   * Handles a step of the wall clock. The platform counts the time to an alarm on the monotonic clock, from the moment at
   * which the alarm was set. So the alarm is set again, a millisecond later or earlier than before, because the platform
   * ignores the same time. An alarm that only looks whether the room is abandoned may be late.
   */
  async followStep(step: ClockStep): Promise<void> {
    if (this.#stored === null) return;
    const { storage, connections, push } = this.parts;
    await storage.expectWritable?.();
    const now = Date.now();
    const before = await storage.getAlarm();
    const leftMs = Math.min(0, step.byMs - this.#movedMs);
    const byMs = this.#movedMs < 0 ? leftMs : moveFor(step, this.#stored.changedAt, now);
    push.followStep(leftMs, byMs);
    if (byMs < 0) await this.#move(this.#stored, byMs, true);
    // The mark was made on a clock that was wrong.
    if ((this.#stored.markedAt ?? 0) > now) await this.#mark(this.#stored, undefined);
    const hasChanged = await this.settle();
    this.#movedMs = 0;
    const at = this.#alarmAt(Date.now());
    if (before !== at) await storage.setAlarm(at);
    else if (at < Date.now() + MAX_WAIT_MS) await storage.setAlarm(at + 1);
    if (!hasChanged && byMs >= 0) connections.broadcast(this.message()); // `now` tells the step
    connections.followStep();
    if (alarmAt(this.#stored) <= Date.now()) return this.wake(); // the look at an abandoned room is due
    push.sendDue();
  }

  /** Sets the alarm to the next moment at which anything happens. A subscription alone also makes a room one to keep. */
  async setAlarm(): Promise<void> {
    const { storage, push } = this.parts;
    const now = Date.now();
    if (this.#stored === null) {
      const stored = { id: this.id, pomodoro: UNTOUCHED, changedAt: now, history: NO_HISTORY };
      await save(storage, stored, { wakeAt: push.wakeAt(now) });
      this.#stored = stored;
      this.#seenAt = now;
      return;
    }
    await storage.setAlarm(this.#alarmAt(now));
  }

  /** Epoch ms at which the stored room must be awake next. */
  #alarmAt(now: number): number {
    const at = this.#stored === null ? Infinity : nextAlarmAt(this.#stored, now);
    return Math.min(at, this.parts.push.wakeAt(now) ?? Infinity);
  }

  /** Stores a changed pomodoro, then tells everyone except `except`, then the phones. Resolves to whether it changed. */
  async #save([pomodoro, events]: Transition, now: number, except: Connection | null): Promise<boolean> {
    if (pomodoro === this.pomodoro) return false;
    const { storage, connections, push } = this.parts;
    await storage.expectWritable?.();
    connections.closeSilent(now);
    const { log, writes } = recordEvents(this.#stored?.history ?? NO_HISTORY, events, connections.count);
    const stored = { id: this.id, pomodoro, changedAt: now, history: log };
    const update = push.prepareUpdate(pomodoro, ringIn(events), now);
    if (writes.size > 0) this.#records.invalidate();
    await save(storage, stored, { records: writes, entry: update.entry, wakeAt: update.wakeAt });
    this.#stored = stored;
    this.#seenAt = now;
    this.#isFresh = true;
    push.applyUpdate(update);
    connections.broadcast(this.message(), except);
    push.sendDue();
    return true;
  }

  /**
   * The clock, epoch ms. Where it was set back since the stored moments were written, they move first: how far is then
   * known only at least, so the last change cannot be undone any more.
   */
  async #readClock(): Promise<number> {
    const now = Date.now();
    const backMs = this.#stored === null ? 0 : setBackMs(this.#seenAt, now);
    if (this.#stored !== null && backMs > 0) {
      await this.parts.storage.expectWritable?.();
      this.parts.push.followStep(-backMs, -backMs);
      await this.#move(this.#stored, -backMs, false);
      this.#movedMs -= backMs;
    } else if (this.#isFresh) {
      this.#seenAt = now;
    }
    return now;
  }

  /** Moves all moments, stores them and tells everyone: the pomodoro is the same, on another clock, so `rev` stays. */
  async #move(room: StoredRoom, byMs: number, canUndo: boolean): Promise<void> {
    const { storage, connections, push } = this.parts;
    const now = Date.now();
    const stored = moveRoom(room, byMs, now, canUndo);
    await save(storage, stored, { entry: push.entry(now), wakeAt: push.wakeAt(now) });
    this.#stored = stored;
    this.#seenAt = now;
    connections.broadcast(this.message());
  }

  /** Stores when an abandoned room was first looked at, and sets the alarm to the second look; undefined: it was not. */
  async #mark({ markedAt: _before, ...room }: StoredRoom, markedAt: number | undefined): Promise<void> {
    const stored = markedAt === undefined ? room : { ...room, markedAt };
    await this.parts.storage.expectWritable?.();
    await save(this.parts.storage, stored, { wakeAt: this.parts.push.wakeAt(Date.now()) });
    this.#stored = stored;
  }

  /** Unchanged for long, nobody is connected, and no device has said lately that it wants notifications. */
  #isForgotten(stored: StoredRoom, now: number): boolean {
    const { connections, push } = this.parts;
    connections.closeSilent(now);
    return isAbandoned(stored, now) && connections.count === 0 && !push.wasSeenSince(now - ABANDONED_MS);
  }
}
