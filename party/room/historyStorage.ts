/** Records on disk: each under a key of its own, so that an end writes one of them and not all. */
import * as v from "valibot";
import { MAX_RECORDS } from "./history";
import type { Work, Writes } from "./history";

const PREFIX = "work:";
/** Numbers in keys have so many digits, so that the order of the keys is that of the records. */
const DIGITS = 10;
/** The platform deletes no more at once. */
const MAX_DELETED = 128;

/** The part of a Durable Object's storage that records use. */
export interface RecordStorage {
  put(key: string, value: unknown): Promise<void>;
  list(options: { prefix: string; reverse?: boolean; limit?: number }): Promise<Map<string, unknown>>;
  delete(keys: string[]): Promise<unknown>;
}

const at = v.number();
export const WorkSchema = v.object({
  startedAt: at,
  endedAt: at,
  plannedMs: v.number(),
  workedMs: v.number(),
  how: v.picklist(["done", "skipped", "reset", "setup"]),
  people: v.number(),
});

const keyOf = (number: number): string => PREFIX + String(number).padStart(DIGITS, "0");

/** Makes the writes before it returns, and resolves when they are made. */
export function writeRecords(storage: RecordStorage, writes: Writes): Promise<unknown> {
  const entries = [...writes].map(([number, work]) => [keyOf(number), work] as const);
  const put = entries.flatMap(([key, work]) => (work === null ? [] : [storage.put(key, work)]));
  const deleted = entries.flatMap(([key, work]) => (work === null ? [key] : []));
  return Promise.all([...put, deleteKeys(storage, deleted)]);
}

/** The records of a room that is awake: read when somebody asks, which takes 10 ms for 2,000, and then known. */
export class Records {
  #known: readonly Work[] | null = null;

  constructor(readonly storage: RecordStorage) {}

  /** In a turn: the oldest first. */
  async all(): Promise<readonly Work[]> {
    return (this.#known ??= await load(this.storage));
  }

  /** In a turn: something is about to be written. */
  change(): void {
    this.#known = null;
  }
}

/** The newest. One that cannot be read is left out, and left as it is. */
async function load(storage: RecordStorage): Promise<Work[]> {
  const stored = await storage.list({ prefix: PREFIX, reverse: true, limit: MAX_RECORDS });
  const works = [...stored.values()].flatMap((value) => {
    const parsed = v.safeParse(WorkSchema, value);
    return parsed.success ? [parsed.output] : [];
  });
  return works.reverse();
}

/** The keys of all records, readable or not. */
export const recordKeys = async (storage: RecordStorage): Promise<string[]> => [
  ...(await storage.list({ prefix: PREFIX })).keys(),
];

/** Makes the deletions before it returns, so that they are one transaction with what is written beside them. */
export const deleteKeys = (storage: RecordStorage, keys: readonly string[]): Promise<unknown> =>
  Promise.all(
    Array.from({ length: Math.ceil(keys.length / MAX_DELETED) }, (_, i) =>
      storage.delete(keys.slice(i * MAX_DELETED, (i + 1) * MAX_DELETED)),
    ),
  );
