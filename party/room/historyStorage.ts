/** Records on disk: each under a key of its own, so that the end of a period writes one of them and not all. */
import * as v from "valibot";
import { MAX_RECORDS } from "../shared/limits";
import { WorkRecordSchema } from "./history";
import type { RecordWrites, WorkRecord } from "./history";

const PREFIX = "work:";
/** Numbers in keys have this many digits, so that the order of the keys is that of the records. */
const DIGITS = 10;
/** The platform deletes at most this many keys at once. */
const MAX_DELETED = 128;

/** The part of a Durable Object's storage that records use. */
export interface RecordStorage {
  put(key: string, value: unknown): Promise<void>;
  list(options: { prefix: string; reverse?: boolean; limit?: number }): Promise<Map<string, unknown>>;
  delete(keys: string[]): Promise<unknown>;
}

const keyOf = (number: number): string => PREFIX + String(number).padStart(DIGITS, "0");

/** Makes the writes before it returns, and resolves when they are made. */
export function writeRecords(storage: RecordStorage, writes: RecordWrites): Promise<unknown> {
  const entries = [...writes].map(([number, work]) => [keyOf(number), work] as const);
  const put = entries.flatMap(([key, work]) => (work === null ? [] : [storage.put(key, work)]));
  const deleted = entries.flatMap(([key, work]) => (work === null ? [key] : []));
  return Promise.all([...put, deleteKeys(storage, deleted)]);
}

/** The records of a room that is awake: read at the first request, which takes 10 ms for 2,000, and then cached. */
export class RecordCache {
  #records: readonly WorkRecord[] | null = null;

  constructor(readonly storage: RecordStorage) {}

  /** Within a task of the room's queue: the oldest first. */
  async all(): Promise<readonly WorkRecord[]> {
    return (this.#records ??= await load(this.storage));
  }

  /** Within a task of the room's queue, before a write: what is cached is no longer true. */
  invalidate(): void {
    this.#records = null;
  }
}

/** The newest. One that cannot be read is left out of the answer, and left as it is on disk. */
async function load(storage: RecordStorage): Promise<WorkRecord[]> {
  const stored = await storage.list({ prefix: PREFIX, reverse: true, limit: MAX_RECORDS });
  const records = [...stored.values()].flatMap((value) => {
    const parsed = v.safeParse(WorkRecordSchema, value);
    return parsed.success ? [parsed.output] : [];
  });
  return records.reverse();
}

/** The keys of all records, readable or not. */
export const recordKeys = async (storage: RecordStorage): Promise<string[]> => [
  ...(await storage.list({ prefix: PREFIX })).keys(),
];

/** Makes the deletions before it returns, so that they are one transaction with the writes around them. */
export const deleteKeys = (storage: RecordStorage, keys: readonly string[]): Promise<unknown> =>
  Promise.all(
    Array.from({ length: Math.ceil(keys.length / MAX_DELETED) }, (_, i) =>
      storage.delete(keys.slice(i * MAX_DELETED, (i + 1) * MAX_DELETED)),
    ),
  );
