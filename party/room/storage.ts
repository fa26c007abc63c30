/**
 * What a room keeps on disk, and its alarm. The stored form carries a version: older forms are migrated here, a newer
 * one (the server was rolled back) is refused and left as it is.
 */
import * as v from "valibot";
import { NO_HISTORY } from "./history";
import type { Log, Writes } from "./history";
import { deleteKeys, recordKeys, WorkSchema, writeRecords } from "./historyStorage";
import type { RecordStorage } from "./historyStorage";
import { nextDeadline } from "../shared/pomodoro";
import type { Pomodoro } from "../shared/pomodoro";

/** A room goes this long after its last change, with nobody connected. */
export const ABANDONED_MS = 30 * 24 * 60 * 60 * 1000;

const KEY = "room";
/** 1: without the history. */
const VERSION = 2;

export interface StoredRoom {
  /** PartyKit does not tell the id to a room that an alarm woke. */
  readonly id: string;
  readonly pomodoro: Pomodoro;
  /** When the pomodoro last changed. */
  readonly changedAt: number;
  readonly history: Log;
}

/** The part of a Durable Object's storage that a room uses: in a unit test, a Map. */
export interface Storage extends RecordStorage {
  get(key: string): Promise<unknown>;
  deleteAll(): Promise<void>;
  getAlarm(): Promise<number | null>;
  setAlarm(at: number): Promise<void>;
  deleteAlarm(): Promise<void>;
  sync(): Promise<void>;
}

export class UnreadableRoom extends Error {}

const at = v.number();
const SettingsSchema = v.object({
  workDuration: v.number(),
  breakDuration: v.number(),
  numberCycles: v.number(),
  longBreakDuration: v.number(),
  autoContinue: v.number(),
});
const period = { state: v.picklist([1, 3]), startedAt: at, totalMs: v.number() };
const PhaseSchema = v.union([
  v.object({ state: v.literal(0), startedAt: v.nullable(at) }),
  v.object({ ...period, endsAt: at }),
  v.object({ ...period, heldMs: v.number() }),
  v.object({ state: v.picklist([2, 4]), startedAt: at, continuesAt: v.nullable(at) }),
  v.object({ state: v.literal(5), startedAt: at, ringsAt: v.nullable(at), over: v.boolean() }),
]);
const moment = { settings: SettingsSchema, cycle: v.number(), phase: PhaseSchema };
const form = {
  id: v.string(),
  changedAt: at,
  pomodoro: v.object({
    ...moment,
    rev: v.number(),
    by: v.nullable(
      v.object({
        name: v.nullable(v.string()),
        via: v.picklist(["app", "board", "api", "push", "timer"]),
      }),
    ),
    undo: v.nullable(v.object({ until: at, before: v.object(moment) })),
  }),
};
const mark = { next: v.number(), open: v.nullable(WorkSchema) };
const StoredSchema = v.variant("v", [
  v.object({
    v: v.literal(VERSION),
    ...form,
    history: v.object({ ...mark, undo: v.nullable(v.object(mark)) }),
  }),
  v.object({ v: v.literal(1), ...form }),
]);

/** The stored room; null where nothing was ever stored. Throws UnreadableRoom, and changes nothing. */
export async function load(storage: Storage): Promise<StoredRoom | null> {
  const stored = await storage.get(KEY);
  if (stored === undefined) return null;
  const parsed = v.safeParse(StoredSchema, stored);
  if (parsed.success) {
    const { v: _v, ...room } = parsed.output;
    return { history: NO_HISTORY, ...room };
  }
  const { v: version } = v.parse(v.fallback(v.object({ v: v.number() }), { v: 0 }), stored);
  throw new UnreadableRoom(
    version > VERSION
      ? `this room was stored by a newer version (form ${version}, this server reads ${VERSION})`
      : "this room's stored form cannot be read",
  );
}

/** What else belongs to a change: an entry to write, and a moment before which the room must be awake anyway. */
export interface Beside {
  readonly entry: readonly [key: string, value: unknown] | null;
  readonly wakeAt: number | null;
}

/**
 * Writes the room, its alarm, its records and what else belongs to it in one transaction; resolves when all is on disk.
 */
export async function save(
  storage: Storage,
  room: StoredRoom,
  beside?: Beside,
  records: Writes = new Map(),
): Promise<void> {
  const written = [putRoom(storage, room), writeRecords(storage, records)];
  if (beside?.entry) written.push(storage.put(...beside.entry));
  const wakeAt = Math.min(alarmAt(room), beside?.wakeAt ?? Infinity);
  await Promise.all([...written, storage.setAlarm(wakeAt)]); // no await in between: one transaction
  await storage.sync();
}

/** Writes the room without any record, in one transaction; resolves when all is on disk. */
export async function saveCleared(storage: Storage, room: StoredRoom): Promise<void> {
  const keys = await recordKeys(storage);
  await Promise.all([putRoom(storage, room), deleteKeys(storage, keys)]);
  await storage.sync();
}

const putRoom = (storage: Storage, room: StoredRoom): Promise<unknown> =>
  storage.put(KEY, { v: VERSION, ...room });

type Unchanged = Pick<StoredRoom, "pomodoro" | "changedAt">;

/** When the room must be woken next: by its deadline, or to be cleared away. */
export const alarmAt = ({ pomodoro, changedAt }: Unchanged): number =>
  nextDeadline(pomodoro) ?? changedAt + ABANDONED_MS;

export const isAbandoned = ({ pomodoro, changedAt }: Unchanged, now: number): boolean =>
  nextDeadline(pomodoro) === null && now >= changedAt + ABANDONED_MS;
