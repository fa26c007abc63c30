/** Copies of the files of a data folder, brought up to date until nothing has changed. */
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

/** How a file was before it was copied. */
interface FileVersion {
  /** Differs between two versions of a file, unless they follow each other within STEP_MS. */
  readonly id: string;
  /** Unix ms. */
  readonly changedAt: number;
}
interface Copy extends FileVersion {
  /** When it was read, Unix ms. */
  readonly readAt: number;
}

/** Two changes within this time may leave a file with the same time, in ms: file systems keep time in steps. */
const STEP_MS = 2000;

export class FileCopies {
  /** By the file's name, relative to the data folder. */
  readonly #copies = new Map<string, Copy>();

  constructor(
    readonly dataDir: string,
    readonly target: string,
  ) {}

  /** The names of the copied files, relative to the folder. */
  get names(): string[] {
    return [...this.#copies.keys()];
  }

  /** Copies each file that has changed since its copy, and removes the copies of files that are gone. */
  update(): void {
    const names = new Set(namesIn(this.dataDir));
    for (const name of this.names) {
      if (names.has(name)) continue;
      rmSync(join(this.target, name));
      this.#copies.delete(name);
    }
    for (const name of names) this.#updateFile(name);
  }

  /** Updates once more, and throws where somebody has written meanwhile. */
  finish({ isServerStopped }: { readonly isServerStopped: boolean }): void {
    this.update();
    const names = namesIn(this.dataDir);
    // While the server is stopped there is no time to compare the bytes.
    const isSame = isServerStopped ? this.#hasSameVersion : this.#hasSameBytes;
    if (names.length === this.#copies.size && names.every((name) => this.#copies.has(name) && isSame(name)))
      return;
    throw new Error(
      isServerStopped
        ? `somebody else than this machine's server writes to ${this.dataDir}`
        : `somebody writes to ${this.dataDir}, but no server that could be stopped for a moment is to be seen from ` +
            "here: run this as the server's user, where it runs",
    );
  }

  #updateFile(name: string): void {
    const readAt = Date.now();
    const version = readVersion(join(this.dataDir, name));
    const copy = this.#copies.get(name);
    if (version !== null && copy?.id === version.id && copy.changedAt < copy.readAt - STEP_MS) return;
    try {
      rmSync(join(this.target, name), { force: true }); // a copy is read-only where its file is
      copyFileSync(join(this.dataDir, name), join(this.target, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      return; // SQLite has removed a log that it no longer needs
    }
    if (version !== null) this.#copies.set(name, { ...version, readAt });
  }

  readonly #hasSameVersion = (name: string): boolean =>
    this.#copies.get(name)?.id === readVersion(join(this.dataDir, name))?.id;

  readonly #hasSameBytes = (name: string): boolean =>
    readFileSync(join(this.dataDir, name)).equals(readFileSync(join(this.target, name)));
}

/** The files that belong to a backup. The -shm files do not: SQLite makes them from the -wal files. */
function namesIn(dataDir: string): string[] {
  const rooms = readdirSync(join(dataDir, "rooms")).filter((name) => /\.sqlite(?:-wal)?$/.test(name));
  const keys = existsSync(join(dataDir, "vapid.json")) ? ["vapid.json"] : [];
  return [...keys, ...rooms.map((name) => join("rooms", name))];
}

/** Null where there is no such file. */
function readVersion(path: string): FileVersion | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) return null;
  return {
    id: `${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeNs}`,
    changedAt: Number(stat.mtimeMs),
  };
}
