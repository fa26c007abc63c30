/**
 * The room's pomodoro, in memory and on disk. Each change goes the same way: the machine, then the disk, then everyone
 * in the room, then the phones that are not connected and other services. Every method that reads or changes the room runs
 * within a task of the room's queue.
 */
import { isOpenRoom } from "../shared/access";
import type { ClockStep } from "../shared/clockStep";
import { toRoomMessage } from "../shared/codec";
import type { ChangeRequest } from "../shared/clientMessages";
import { errorMessage, tooFastInRoom } from "../shared/errors";
import type { ErrorMessage } from "../shared/errors";
import { ROOM_RATE_LIMIT } from "../shared/limits";
import { refusalIn, settle, transition } from "../shared/pomodoro";
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
import type { Outgoing } from "./delivery/outgoing";
import { RoomStore } from "./roomStore";
import { ABANDONED_MS, alarmAt, isAbandoned } from "./storage";
import type { Storage, StoredRoom } from "./storage";

/** No room waits longer for a deadline or a push than this, in ms: a day more than for the farthest start. */
const MAX_WAIT_MS = MAX_START_MS + 24 * 60 * 60 * 1000;

interface Parts {
  readonly storage: Storage;
  readonly connections: Connections;
  readonly outgoing: Outgoing;
  /** The id that the platform tells; it throws where the platform does not know it. */
  readonly id: () => string;
}

/** Who is told of a change, and who counts as having been there. */
interface SaveAudience {
  readonly except?: Connection | null;
  readonly newcomer?: Connection | null;
}

/** A room in which everything that was due has happened. */
interface SettledRoom {
  readonly message: RoomMessage;
  /** Whether something was due, so that everyone who is connected has been told the message. */
  readonly isTold: boolean;
}

export class RoomState {
  readonly #store: RoomStore;
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
    this.#store = new RoomStore(parts);
    this.#records = new RecordCache(parts.storage);
  }

  /** As in `RoomStore`. */
  get unreadable(): string | null {
    return this.#store.unreadable;
  }
  get pomodoro(): Pomodoro {
    return this.#store.pomodoro;
  }
  get id(): string {
    return this.#store.id;
  }

  /** As in `RoomStore`. */
  async load(): Promise<boolean> {
    const isAlarmSet = await this.#store.load();
    this.#seenAt = this.#store.room?.changedAt ?? -Infinity;
    return isAlarmSet;
  }

  /**
   * Lets everything that is due happen. `newcomer`: the connection that was opened just now, and was not there when it
   * became due.
   */
  async settle(newcomer: Connection | null = null): Promise<SettledRoom> {
    const now = await this.#readClock();
    const told = await this.#save(settle(this.pomodoro, now), now, { newcomer });
    return { isTold: told !== null, message: told ?? this.#messageAt(now) };
  }

  /** Judges one action, and tells the result to everyone but its sender, who gets the answer that is returned. */
  async change(
    { action, on, state, until, id }: ChangeRequest,
    by: By,
    sender: Connection | null,
  ): Promise<RoomMessage | ErrorMessage> {
    if (action.type === "title" && isOpenRoom(this.id)) {
      return errorMessage("not-now", "an open room is called by its id", id);
    }
    const now = await this.#readClock();
    const result = transition(this.pomodoro, { action, by, on, state, until }, now, judgeMore);
    const refusal = refusalIn(result[1]);
    const isAct = result[1].some(({ type }) => type === "acted");
    if (isAct && !this.#changes.take(now)) {
      await this.settle();
      return tooFastInRoom(id);
    }
    // Where the action was refused but something was due, the sender gets the broadcast, too.
    const told = await this.#save(result, now, { except: refusal === null ? sender : null });
    if (refusal !== null) return errorMessage(refusal.code, refusal.detail, id);
    return { ...(told ?? this.#messageAt(now)), ...(id === undefined ? {} : { id }) };
  }

  /** All history records, the oldest first. */
  async records(): Promise<readonly WorkRecord[]> {
    await this.settle();
    return this.#records.all();
  }

  /** Deletes the history for good. Nobody is told: the pomodoro has not changed. */
  async clearRecords(): Promise<void> {
    await this.settle();
    if (this.#store.room === null) return;
    await this.parts.storage.expectWritable?.();
    const stored = { ...this.#store.room, history: clearedLog(this.#store.room.history) };
    this.#records.invalidate();
    await this.#store.saveWithoutRecords(stored);
  }

  /** Handles the platform's alarm: what is due happens, an abandoned room is deleted, the next alarm is set. */
  async wake(): Promise<void> {
    if (this.#store.room === null || (await this.settle()).isTold) return;
    const now = Date.now();
    if (this.#isForgotten(this.#store.room, now)) {
      if (!isSecondLook(this.#store.room.markedAt, now)) return this.#store.mark(this.#store.room, now);
      this.#records.invalidate();
      return this.#store.delete();
    }
    await this.setAlarm(); // it rang early, or for a push, or somebody is connected
    this.parts.outgoing.sendDue();
  }

  /**
   * Handles a step of the wall clock. The platform counts the time to an alarm on the monotonic clock, from the moment at
   * which the alarm was set. So the alarm is set again, a millisecond later or earlier than before, because the platform
   * ignores the same time. An alarm that only looks whether the room is abandoned may be late.
   */
  async followStep(step: ClockStep): Promise<void> {
    const { storage, connections, outgoing } = this.parts;
    connections.followStep();
    if (this.#store.room === null) return connections.broadcast(this.#messageAt(Date.now())); // `now` tells the step
    await storage.expectWritable?.();
    const now = Date.now();
    const before = await storage.getAlarm();
    const leftMs = Math.min(0, step.byMs - this.#movedMs);
    const byMs = this.#movedMs < 0 ? leftMs : moveFor(step, this.#store.room.changedAt, now);
    outgoing.followStep(leftMs, byMs);
    if (byMs < 0) await this.#move(this.#store.room, byMs, true);
    // The mark was made on a clock that was wrong.
    if ((this.#store.room.markedAt ?? 0) > now) await this.#store.mark(this.#store.room, undefined);
    const { isTold, message } = await this.settle();
    this.#movedMs = 0;
    const at = this.#store.alarmAt(Date.now());
    if (before !== at) await storage.setAlarm(at);
    const isSame = (await storage.getAlarm()) === before;
    if (isSame && at < Date.now() + MAX_WAIT_MS) await storage.setAlarm(at + 1);
    if (!isTold && byMs >= 0) connections.broadcast(message); // its `now` tells the step
    if (alarmAt(this.#store.room) <= Date.now()) return this.wake(); // the look at an abandoned room is due
    outgoing.sendDue();
  }

  /** As in `RoomStore`. */
  async setAlarm(): Promise<void> {
    const before = this.#store.room;
    await this.#store.setAlarm();
    const { room } = this.#store;
    if (room !== null && room !== before) this.#seenAt = room.changedAt;
  }
  /** As in `RoomStore`. */
  renewAlarm(): Promise<boolean> {
    return this.#store.renewAlarm();
  }

  /**
   * Stores a changed pomodoro, then tells everyone except `except`, then phones and services. Resolves to what everyone
   * was told, so that all are told the same `now`, and to null where nothing has changed. `newcomer` does not count as
   * somebody who was there.
   */
  async #save(
    [pomodoro, events]: Transition,
    now: number,
    { except = null, newcomer = null }: SaveAudience = {},
  ): Promise<RoomMessage | null> {
    if (pomodoro === this.pomodoro) return null;
    const { storage, connections, outgoing } = this.parts;
    await storage.expectWritable?.();
    connections.closeSilent(now);
    const people = connections.count - (newcomer !== null && connections.has(newcomer) ? 1 : 0);
    const { log, writes } = recordEvents(this.#store.room?.history ?? NO_HISTORY, events, people);
    const stored = { id: this.id, pomodoro, changedAt: now, history: log };
    const update = outgoing.prepareUpdate(this.pomodoro, [pomodoro, events], now);
    if (writes.size > 0) this.#records.invalidate();
    await this.#store.save(stored, { records: writes, entries: update.entries, wakeAt: update.wakeAt });
    this.#seenAt = now;
    this.#isFresh = true;
    update.apply();
    const told = this.#messageAt(Date.now()); // writing may have taken a while
    connections.broadcast(told, except);
    outgoing.sendDue();
    return told;
  }

  /**
   * The clock, epoch ms. Where it was set back since the stored moments were written, they move first: how far is then
   * known only at least, so the last change cannot be undone any more.
   */
  async #readClock(): Promise<number> {
    const now = Date.now();
    const backMs = this.#store.room === null ? 0 : setBackMs(this.#seenAt, now);
    if (this.#store.room !== null && backMs > 0) {
      await this.parts.storage.expectWritable?.();
      this.parts.outgoing.followStep(-backMs, -backMs);
      await this.#move(this.#store.room, -backMs, false);
      this.#movedMs -= backMs;
    } else if (this.#isFresh) {
      this.#seenAt = now;
    }
    return now;
  }

  /** Moves all moments, stores them and tells everyone: the pomodoro is the same, on another clock, so `rev` stays. */
  async #move(room: StoredRoom, byMs: number, canUndo: boolean): Promise<void> {
    const { connections, outgoing } = this.parts;
    const now = Date.now();
    await this.#store.save(moveRoom(room, byMs, now, canUndo), {
      entries: outgoing.entries(now),
      wakeAt: outgoing.wakeAt(now),
    });
    this.#seenAt = now;
    connections.broadcast(this.#messageAt(Date.now()));
  }

  /**
   * The room as it is told at `now`, epoch ms: the moment until which everything due has happened. A second look at the
   * clock may be later, and the message would tell a period whose end has passed.
   */
  #messageAt(now: number): RoomMessage {
    return toRoomMessage(this.pomodoro, now);
  }

  /** Unchanged for long, nobody is connected, and no device has said lately that it wants notifications. */
  #isForgotten(stored: StoredRoom, now: number): boolean {
    const { connections, outgoing } = this.parts;
    connections.closeSilent(now);
    return isAbandoned(stored, now) && connections.count === 0 && !outgoing.wasSeenSince(now - ABANDONED_MS);
  }
}
