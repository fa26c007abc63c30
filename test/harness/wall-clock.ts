/**
 * A wall clock that a test moves while a server runs: a library that the server's programs load before libc
 * (wall-clock.c, needs a C compiler; Linux). libfaketime does not work here: workerd hangs when it starts.
 */
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "./paths";

const source = fileURLToPath(new URL("wall-clock.c", import.meta.url));

export class WallClock {
  readonly #folder = temporaryFolder();
  #shiftMs = 0;

  constructor() {
    this.#write("w");
    execFileSync("cc", ["-O2", "-shared", "-fPIC", "-o", this.#library, source]);
  }

  /** What a process must have in its environment to read this clock. */
  get env(): Readonly<Record<string, string>> {
    return { LD_PRELOAD: this.#library, WALL_CLOCK_SHIFT: this.#file };
  }
  /** What the clock shows, epoch ms. */
  now(): number {
    return Date.now() + this.#shiftMs;
  }
  /** Sets the clock so many ms before or after this machine's own. */
  set(shiftMs: number): void {
    this.#shiftMs = shiftMs;
    this.#write();
  }
  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #library(): string {
    return join(this.#folder, "wall-clock.so");
  }
  get #file(): string {
    return join(this.#folder, "shift");
  }
  /** Overwritten in place, because the processes have mapped the file. */
  #write(flag: "r+" | "w" = "r+"): void {
    writeFileSync(this.#file, Buffer.from(BigInt64Array.of(BigInt(this.#shiftMs)).buffer), { flag });
  }
}
