/** One run of `npm start`, as a child process. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { SETTINGS } from "../../party/ops/environment";
import { root } from "./paths";
import { within } from "./wait";

/** The variables that `npm start` reads. It never gets them from the environment of the tests. */
const SERVER_VARIABLES = new Set(Object.keys(SETTINGS));
const READY_LINE = /^Shared Pomodoro on (http:\/\/\S+)$/m;
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The limits of open files, as the shell's `ulimit` sets them. */
export interface DescriptorLimit {
  readonly soft: number;
  readonly hard: number;
}

/** Killed when this process exits, in case a failed test has left them; workerd ends with its start script. */
const running = new Set<ChildProcess>();
process.once("exit", () => running.forEach((child) => child.kill("SIGKILL")));

/** The process of one run, and its output. */
export class StartScript {
  output = "";
  readonly exit: Promise<Exit>;
  readonly #child: ChildProcess;

  /** `prefix`: a command that runs the one that follows it. `node`: the program that runs the start script. */
  constructor(
    env: Readonly<Record<string, string>>,
    descriptors?: DescriptorLimit,
    prefix: readonly string[] = [],
    node: string = process.execPath,
  ) {
    const clean = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !SERVER_VARIABLES.has(name)),
    );
    const start = [...prefix, node, "party/ops/run.mjs", "start"];
    const limit = (): string =>
      `ulimit -Sn ${descriptors?.soft} && ulimit -Hn ${descriptors?.hard} && exec "$0" "$@"`;
    const [command = "", ...args] = descriptors === undefined ? start : ["/bin/sh", "-c", limit(), ...start];
    this.#child = spawn(command, args, {
      cwd: root,
      env: { ...clean, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(this.#child);
    const collect = (part: Buffer): void => void (this.output += part.toString());
    this.#child.stdout?.on("data", collect);
    this.#child.stderr?.on("data", collect);
    // "close" comes after the end of the process and all of its output.
    this.exit = new Promise((done) =>
      this.#child.once("close", (code, signal: NodeJS.Signals | null) => done({ code, signal })),
    );
    void this.exit.then(() => running.delete(this.#child));
  }

  get pid(): number {
    return this.#child.pid ?? Number.NaN;
  }
  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
  /** The address in the ready line; undefined before it. */
  get url(): string | undefined {
    return READY_LINE.exec(this.output)?.[1];
  }
  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

/** Runs a start script that is expected to end by itself, and resolves with its exit and output. */
export async function runUntilExit(
  env: Readonly<Record<string, string>>,
  timeoutMs = 30_000,
): Promise<Exit & { readonly output: string }> {
  const run = new StartScript(env);
  try {
    const exit = await within(timeoutMs, () => `its end\n${run.output}`, run.exit);
    return { ...exit, output: run.output };
  } finally {
    run.kill("SIGKILL");
  }
}
