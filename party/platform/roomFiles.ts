/**
 * The files of the rooms. workerd makes a file for each room that it wakes, also where nothing is ever stored. The worker
 * is the only one that wakes rooms which have stored nothing (they have no alarm), so it may delete their files: while
 * nothing is connected, the room is asleep and no request is let through to it.
 */
import * as v from "valibot";
import type { Usage } from "./usage";

/** Pause between two sweeps, in ms. */
export const SWEEP_MS = 10_000;
/** A sweep that has not looked for this long, in ms, has been cancelled together with its request. */
const CANCELLED_MS = 3 * SWEEP_MS;
/** SQLite's file without any table is its one header page of this many bytes. */
const EMPTY_BYTES = 4096;
/** How often a request looks whether it may pass by now, in ms. */
const POLL_MS = 5;

/** Reads the size of a file and deletes a file in the folder of the rooms. */
export interface Files {
  /** Null where there is no such file. */
  size(name: string): Promise<number | null>;
  remove(name: string): Promise<void>;
}

/** A folder that a service of config.capnp gives access to. */
export interface Folder {
  fetch(url: string, init: { readonly method: string; readonly body?: Uint8Array }): Promise<Response>;
}
/** How workerd lists a folder. */
const FolderSchema = v.array(v.object({ name: v.string() }));

/** The folder that the service `roomFiles` of config.capnp gives access to. */
export function filesOf(folder: Folder): Files {
  const url = (name: string): string => `http://files/${name}`;
  return {
    async size(name) {
      const { ok, headers } = await folder.fetch(url(name), { method: "HEAD" });
      return ok ? Number(headers.get("content-length") ?? 0) : null;
    },
    async remove(name) {
      await folder.fetch(url(name), { method: "DELETE" });
    },
  };
}

/** The ids of the rooms that have a file: 64 hexadecimal digits each. */
export async function listRooms(folder: Folder): Promise<string[]> {
  const entries: unknown = await (await folder.fetch("http://files/", { method: "GET" })).json();
  return v
    .parse(FolderSchema, entries)
    .flatMap(({ name }) => /^([0-9a-f]{64})\.sqlite$/.exec(name)?.[1] ?? []);
}

export class RoomFiles {
  /** Rooms that had no file when they were woken. */
  readonly #made = new Set<string>();
  /** Rooms to which no request is passed at present. */
  readonly #held = new Set<string>();
  /** When a sweep looked last; null: none runs. */
  #sweptAt: number | null = null;

  constructor(
    readonly usage: Usage,
    readonly wait: (ms: number) => Promise<unknown>,
  ) {}

  /** Whether the room has a file, which is always so while it is awake. */
  async exists(room: string, files: Files, now: number): Promise<boolean> {
    if (!this.usage.isAsleep(room, now) || this.usage.hasSockets(room)) return true;
    return (await files.size(`${room}.sqlite`)) !== null;
  }

  /** Called before a request that wakes a room without a file. */
  expectFile(room: string): void {
    this.#made.add(room);
  }

  /** Resolves when requests may be passed to the room: its file is not being deleted, and `whileAsleep` is over. */
  async untilFree(room: string): Promise<void> {
    while (this.#held.has(room)) await this.wait(POLL_MS);
  }

  /** Runs a task of a room that sleeps, while no request is passed to it. Resolves to false, and runs nothing, where it is awake. */
  async whileAsleep(room: string, now: number, task: () => Promise<unknown>): Promise<boolean> {
    if (!this.usage.isAsleep(room, now) || this.usage.hasSockets(room) || this.#held.has(room)) return false;
    this.#held.add(room);
    try {
      await task();
    } finally {
      this.#held.delete(room);
    }
    return true;
  }

  /**
   * Counts the room as woken by the server itself, as soon as there are file descriptors for it; `limit` as in `Usage`.
   * Resolves to whether it may be woken: one that has stored nothing and in which nobody is has nothing to do.
   */
  async beginWake(
    room: string,
    files: Files,
    limit: number | null,
    waitForFree: () => Promise<unknown>,
  ): Promise<boolean> {
    await this.untilFree(room);
    const hasToDo =
      this.usage.hasSockets(room) ||
      ((await files.size(`${room}.sqlite`)) ?? 0) > EMPTY_BYTES ||
      (await files.size(`${room}.sqlite-wal`)) !== null;
    if (!hasToDo) return false;
    while (!this.usage.mayWake(room, limit, Date.now())) await waitForFree();
    await this.untilFree(room); // from here to the room nothing else waits
    this.usage.touch(room, Date.now());
    return true;
  }

  /** Whether somebody must call `sweepUntilClean`. */
  needsSweep(now: number): boolean {
    const runs = this.#sweptAt !== null && Math.abs(now - this.#sweptAt) < CANCELLED_MS;
    return this.#made.size > 0 && !runs;
  }

  /** Deletes empty files until no room is left that may have one. */
  async sweepUntilClean(files: Files, clock: () => number): Promise<void> {
    while (this.#made.size > 0) {
      this.#sweptAt = clock();
      await this.wait(SWEEP_MS);
      for (const room of this.#made) await this.#sweep(room, files, clock());
    }
    this.#sweptAt = null;
  }

  /** Deletes the room's file where it is empty and closed. A room that has stored something is left from now on. */
  async #sweep(room: string, files: Files, now: number): Promise<void> {
    if (!this.usage.isAsleep(room, now) || this.usage.hasSockets(room)) return;
    this.#held.add(room);
    try {
      // SQLite removes its log when it closes the file.
      if ((await files.size(`${room}.sqlite-wal`)) !== null) return;
      const bytes = await files.size(`${room}.sqlite`);
      if (bytes !== null && bytes <= EMPTY_BYTES) await files.remove(`${room}.sqlite`);
      this.#made.delete(room);
    } finally {
      this.#held.delete(room);
    }
  }
}
