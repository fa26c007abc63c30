/** What this device has worked on. It stays on the device: nothing of it is ever sent. */
import * as v from "valibot";
import { readStored, updateStored } from "../device/storage";
import { splitList } from "../device/storedList";

export interface LogEntry {
  readonly room: string;
  readonly text: string;
  /** The moments of the work, epoch ms on the server's clock. */
  readonly from: number;
  readonly to: number;
  readonly done: boolean;
}
const EntrySchema = v.object({
  room: v.string(),
  text: v.string(),
  from: v.number(),
  to: v.number(),
  done: v.boolean(),
});
const LOG_KEY = "work-log";
/** The log keeps this many entries; the oldest leave first. */
const MAX_ENTRIES = 1000;

/** The oldest first; empty where nothing valid is stored. Never rejects. */
export const readLog = async (): Promise<readonly LogEntry[]> =>
  splitList(EntrySchema, await readStored(LOG_KEY))[0];

/** Adds an entry, or replaces the one of the same work: another tab of the room may have written it. Never rejects. */
export const writeEntry = (entry: LogEntry): Promise<void> =>
  updateStored(LOG_KEY, (old) => {
    const [known, unknown] = splitList(EntrySchema, old);
    const others = known.filter(({ room, from }) => room !== entry.room || from !== entry.from);
    return [...unknown, ...others, entry].slice(-MAX_ENTRIES);
  });

/** Deletes the entries of a room. Never rejects. */
export const clearLog = (room: string): Promise<void> =>
  updateStored(LOG_KEY, (old) => {
    const [known, unknown] = splitList(EntrySchema, old);
    return [...unknown, ...known.filter((entry) => entry.room !== room)];
  });
