/**
 * A small file system for the data of a server, which can be filled. It is mounted in a mount namespace of its own, which
 * ends with its processes: nothing has to be unmounted, however a test ends. As another user than root, this needs a
 * system that permits user namespaces.
 */
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { root, temporaryFolder } from "./paths";
import { waitFor } from "./wait";

const isRoot = process.getuid?.() === 0;
/** A namespace of this user's own, where it is not root. */
const UNSHARE = ["unshare", ...(isRoot ? [] : ["--map-root-user"]), "--mount", "--propagation", "private"];
const holders = new Set<ChildProcess>();
process.once("exit", () => holders.forEach((holder) => holder.kill("SIGKILL")));

/** Why no small disk can be made here; null: it can. */
export function smallDiskProblem(): string | null {
  const [command = "", ...args] = UNSHARE;
  const mount = "mount -t tmpfs -o size=64k tmpfs /tmp";
  const { status, stderr, error } = spawnSync(command, [...args, "sh", "-c", mount], { encoding: "utf8" });
  return status === 0 ? null : (error?.message ?? stderr.trim());
}

export class SmallDisk {
  readonly #holder: ChildProcess;

  private constructor(
    /** The folder, as a server within `command` sees it. */
    readonly path: string,
    kilobytes: number,
    inodes: number,
  ) {
    const [command = "", ...args] = UNSHARE;
    const mount = `mount -t tmpfs -o size=${kilobytes}k,nr_inodes=${inodes} tmpfs "$0" && touch "$0/mounted" && exec sleep 86400`;
    this.#holder = spawn(command, [...args, "sh", "-c", mount, path], { stdio: "ignore" });
    holders.add(this.#holder);
  }

  static async create({ kilobytes, inodes = 0 }: { kilobytes: number; inodes?: number }): Promise<SmallDisk> {
    const disk = new SmallDisk(temporaryFolder(), kilobytes, inodes);
    await waitFor("a small disk", () => tryTo(() => rmSync(disk.outside("mounted"))));
    return disk;
  }

  /** Precedes a command that shall see this disk. */
  get command(): readonly string[] {
    const user = isRoot ? [] : ["--user", "--preserve-credentials"];
    // nsenter leaves the folder in which it was started.
    return ["nsenter", "--target", String(this.#holder.pid), ...user, "--mount", "env", `--chdir=${root}`];
  }

  /** The path of one of its files for this process. */
  outside(name: string): string {
    return `/proc/${this.#holder.pid}/root${join(this.path, name)}`;
  }

  /** Writes a file until no space is left. */
  fill(): void {
    const file = openSync(this.outside("filler"), "a");
    try {
      for (let size = 65_536; size >= 1;) {
        if (!tryTo(() => writeSync(file, Buffer.alloc(size)))) size = Math.floor(size / 2);
      }
    } finally {
      closeSync(file);
    }
  }

  /** Makes empty files until there can be no more. */
  useUpInodes(): void {
    mkdirSync(this.outside("filler"), { recursive: true });
    for (let i = 0; tryTo(() => closeSync(openSync(this.outside(`filler/${i}`), "w"))); i++);
  }

  /** Deletes what `fill` and `useUpInodes` have made. */
  free(): void {
    rmSync(this.outside("filler"), { recursive: true, force: true });
  }

  /** Mounts it again, for reading only or not. */
  setReadOnly(isReadOnly: boolean): void {
    const [command = "", ...args] = this.command;
    const option = `remount,${isReadOnly ? "ro" : "rw"}`;
    const { status, stderr } = spawnSync(command, [...args, "mount", "-o", option, this.path], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
  }

  /** Its servers must have ended. */
  async dispose(): Promise<void> {
    this.#holder.kill("SIGKILL");
    await waitFor("the end of the small disk", () => this.#holder.signalCode !== null);
    holders.delete(this.#holder);
    rmSync(this.path, { recursive: true, force: true });
  }
}

function tryTo(job: () => unknown): boolean {
  try {
    job();
    return true;
  } catch {
    return false;
  }
}
