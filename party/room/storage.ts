/** What a room keeps on disk, and its alarm. */
import { isHeld, nextDeadline } from "../shared/pomodoro";
import type { Pomodoro } from "../shared/pomodoro";
import { LOOK_INTERVAL_MS } from "./abandonment";
import type { HistoryLog, RecordWrites } from "./history";
import { deleteKeys, recordKeys, writeRecords } from "./historyStorage";
import type { RecordStorage } from "./historyStorage";
import { readStoredRoom, toStoredForm } from "./storedForms";

/** A room is looked at for deletion this long after its last change, when nobody is connected: 30 days, in ms. */
export const ABANDONED_MS = 30 * 24 * 60 * 60 * 1000;

const KEY = "room";

export interface StoredRoom {
  /** PartyKit does not tell the id to a room that an alarm woke. */
  readonly id: string;
  readonly pomodoro: Pomodoro;
  /** When the pomodoro last changed, epoch ms. */
  readonly changedAt: number;
  readonly history: HistoryLog;
  /** When the room was first found abandoned, epoch ms; undefined: it was not since its last change. */
  readonly markedAt?: number | undefined;
}

/** The part of a Durable Object's storage that a room uses: in a unit test, a Map. */
export interface Storage extends RecordStorage {
  get(key: string): Promise<unknown>;
  deleteAll(): Promise<void>;
  getAlarm(): Promise<number | null>;
  setAlarm(at: number): Promise<void>;
  deleteAlarm(): Promise<void>;
  sync(): Promise<void>;
  /** Rejects with NotStored where nothing can be written at present. Missing where the platform cannot tell. */
  expectWritable?(): Promise<void>;
}

export class UnreadableRoom extends Error {}

/** Where nothing can be written, an alarm tries again after so long, in ms. */
export const WRITE_RETRY_MS = 2000;

/** Nothing can be written at present. Nothing was, and the room is as it was. */
export class NotStored extends Error {
  constructor() {
    super("the server cannot store changes at present");
  }
}

/** The stored room; null where nothing was ever stored. Throws UnreadableRoom, and changes nothing. */
export async function load(storage: Storage): Promise<StoredRoom | null> {
  const stored = await storage.get(KEY);
  if (stored === undefined) return null;
  const room = readStoredRoom(stored);
  if (typeof room === "string") throw new UnreadableRoom(room);
  return room;
}

/** What is written in the same transaction as the room. */
export interface SaveOptions {
  readonly records?: RecordWrites;
  /** More entries. */
  readonly entries?: readonly (readonly [key: string, value: unknown])[];
  /** Epoch ms at which the room must be awake at the latest; null: only for its own deadline. */
  readonly wakeAt?: number | null;
}

/** Writes the room, its alarm and what belongs to it in one transaction; resolves when everything is on disk. */
export async function save(
  storage: Storage,
  room: StoredRoom,
  { records = new Map(), entries = [], wakeAt = null }: SaveOptions = {},
): Promise<void> {
  const written = [
    putRoom(storage, room),
    writeRecords(storage, records),
    ...entries.map((entry) => storage.put(...entry)),
  ];
  // Without an await in between, these are one transaction.
  await Promise.all([...written, storage.setAlarm(Math.min(alarmAt(room), wakeAt ?? Infinity))]);
  await storage.sync();
}

/** Writes the room and deletes its records, in one transaction; resolves when everything is on disk. */
export async function saveWithoutRecords(storage: Storage, room: StoredRoom): Promise<void> {
  const keys = await recordKeys(storage);
  await Promise.all([putRoom(storage, room), deleteKeys(storage, keys)]);
  await storage.sync();
}

const putRoom = (storage: Storage, room: StoredRoom): Promise<unknown> =>
  storage.put(KEY, toStoredForm(room));

type Unchanged = Pick<StoredRoom, "pomodoro" | "changedAt" | "markedAt">;

/** When the room must be woken next, epoch ms: for its deadline, or to be looked at for deletion. */
export const alarmAt = ({ pomodoro, changedAt, markedAt }: Unchanged): number =>
  nextDeadline(pomodoro) ?? (markedAt === undefined ? changedAt + ABANDONED_MS : markedAt + LOOK_INTERVAL_MS);

/** The same where the room has just been looked at and is kept, so that the next look is not at once. */
export function nextAlarmAt(room: Unchanged, now: number): number {
  const at = alarmAt(room);
  return nextDeadline(room.pomodoro) === null && at <= now ? now + ABANDONED_MS : at;
}

/** Whether nothing has changed for long and nothing will by itself. Somebody wants to continue a held period. */
export const isAbandoned = ({ pomodoro, changedAt }: Unchanged, now: number): boolean =>
  nextDeadline(pomodoro) === null && !isHeld(pomodoro.phase) && now >= changedAt + ABANDONED_MS;
