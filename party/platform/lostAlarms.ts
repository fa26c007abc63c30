/**
 * Finds the alarms of all rooms again, where workerd's list of them (rooms/metadata.sqlite) was lost. The start script
 * then leaves a file as a mark (party/ops/alarmList.ts), which is deleted when every room has been woken: so a server
 * that ends in between begins again.
 */
import * as v from "valibot";
import type { Folder } from "./roomFiles";

const FOLDER = "http://files/";
/** The mark. */
const MARK = `${FOLDER}alarms-are-lost`;
/** How long to wait where a room cannot be woken now, in ms. */
const RETRY_MS = 2000;
/** A run that has not gone on for this long, in ms, has been cancelled together with its request. */
const CANCELLED_MS = 30_000;

const ListSchema = v.array(v.object({ name: v.string() }));

interface Rooms {
  readonly folder: Folder;
  /** Wakes the room in this file (its name has no ending), and sets its alarm. Rejects where that is not possible. */
  readonly wake: (file: string) => Promise<void>;
  /** Whether the room can be woken now: there are file descriptors, and the disk takes changes. */
  readonly canWake: (file: string) => Promise<boolean>;
  readonly clock: () => number;
}

export class LostAlarms {
  #isDone = false;
  /** When the run went on last; null: none runs. */
  #at: number | null = null;

  constructor(readonly wait: (ms: number) => Promise<unknown>) {}

  /** Whether somebody must call `run`: true for the first request, and after a run that was cancelled. */
  needsRun(now: number): boolean {
    return !this.#isDone && (this.#at === null || Math.abs(now - this.#at) > CANCELLED_MS);
  }

  /** Where the mark is, wakes one room after the other. Resolves when all have been woken. */
  async run(rooms: Rooms): Promise<void> {
    const { folder, clock } = rooms;
    this.#at = clock();
    if ((await folder.fetch(MARK, { method: "HEAD" })).ok) {
      const failed = await this.#wakeAll(await listRooms(folder), rooms);
      const damaged = await this.#wakeAll(failed, rooms); // the disk may have failed in between
      for (const file of damaged) console.error(`the alarm in rooms/${file}.sqlite cannot be set again`);
      await folder.fetch(MARK, { method: "DELETE" });
      console.warn("the alarms of all rooms are set again");
    }
    this.#isDone = true;
  }

  /** Returns those that failed. */
  async #wakeAll(files: readonly string[], { wake, canWake, clock }: Rooms): Promise<readonly string[]> {
    const failed: string[] = [];
    for (const file of files) {
      while (!(await canWake(file))) {
        this.#at = clock();
        await this.wait(RETRY_MS);
      }
      this.#at = clock();
      await wake(file).catch(() => failed.push(file));
    }
    return failed;
  }
}

async function listRooms(folder: Folder): Promise<string[]> {
  const files = v.parse(ListSchema, await (await folder.fetch(FOLDER, { method: "GET" })).json());
  return files.flatMap(({ name }) => /^([0-9a-f]{64})\.sqlite$/.exec(name)?.[1] ?? []);
}
