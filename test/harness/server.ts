/** `npm start` as a test sees it: a process on a free loopback port with a data folder of its own. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SETTINGS } from "../../party/ops/environment";
import { childrenOf, freePort, isAlive } from "./processes";
import { waitFor, within } from "./wait";

/** Where package.json is. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** What `npm start` reads: never from the environment that the tests happen to run in. */
const OWN = new Set(Object.keys(SETTINGS));
const READY = /^Shared Pomodoro on (http:\/\/\S+)$/m;
/** A build may come before the first ready line. */
const READY_MS = 60_000;

export interface ServerOptions {
  /** Default: one that is free. */
  readonly port?: number;
  /** Default: a new folder, removed by `dispose`. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
}
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Node's own exit ends what a failed test has left behind; workerd goes with its start script. */
const running = new Set<ChildProcess>();
process.once("exit", () => running.forEach((child) => child.kill("SIGKILL")));

/** One run of the start script, until it ends. */
class Run {
  output = "";
  readonly exit: Promise<Exit>;
  readonly #child: ChildProcess;

  constructor(env: Readonly<Record<string, string>>) {
    const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OWN.has(name)));
    this.#child = spawn(process.execPath, ["party/ops/run.mjs", "start"], {
      cwd: root,
      env: { ...clean, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(this.#child);
    const collect = (part: Buffer): void => void (this.output += part.toString());
    this.#child.stdout?.on("data", collect);
    this.#child.stderr?.on("data", collect);
    // "close": it has ended, and all its output is here.
    this.exit = new Promise((done) =>
      this.#child.once("close", (code, signal: NodeJS.Signals | null) => done({ code, signal })),
    );
    void this.exit.then(() => running.delete(this.#child));
  }

  get pid(): number {
    return this.#child.pid ?? Number.NaN;
  }
  get ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
  get url(): string | undefined {
    return READY.exec(this.output)?.[1];
  }
  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

export class Server {
  #run: Run;
  #workerd = Number.NaN;
  #outputBefore = "";

  private constructor(
    readonly port: number,
    readonly dataDir: string,
    readonly env: Readonly<Record<string, string>>,
    readonly ownsDataDir: boolean,
  ) {
    this.#run = this.#spawn();
  }

  static async start({ port, dataDir, env = {} }: ServerOptions = {}): Promise<Server> {
    const dir = dataDir ?? temporaryFolder();
    for (let attempt = 1; ; attempt++) {
      const server = new Server(port ?? (await freePort()), dir, env, dataDir === undefined);
      try {
        await server.#ready();
        return server;
      } catch (error) {
        server.#run.kill("SIGKILL");
        // Between asking for a free port and taking it, somebody else may have taken it.
        if (port === undefined && attempt < 3 && server.output.includes("is taken")) continue;
        if (dataDir === undefined) rmSync(dir, { recursive: true, force: true });
        throw error;
      }
    }
  }

  /** http://127.0.0.1:PORT */
  get http(): string {
    return `http://${this.host}`;
  }
  /** 127.0.0.1:PORT */
  get host(): string {
    return `127.0.0.1:${this.port}`;
  }
  /** The address that the ready line names. */
  get url(): string {
    return this.#run.url ?? "";
  }
  /** Where a room's socket is. */
  socket(room: string): string {
    return `ws://${this.host}/parties/main/${room}`;
  }
  /** Where a room's HTTP is. */
  room(room: string): string {
    return `${this.http}/parties/main/${room}`;
  }

  /** The start script's process. */
  get pid(): number {
    return this.#run.pid;
  }
  get workerdPid(): number {
    return this.#workerd;
  }
  /** Everything that this server has printed, in all its runs. */
  get output(): string {
    return this.#outputBefore + this.#run.output;
  }
  get exit(): Promise<Exit> {
    return this.#run.exit;
  }

  /** SIGTERM (or SIGINT) to the start script: how it ended, and after how many ms. */
  async stop(signal: "SIGTERM" | "SIGINT" = "SIGTERM"): Promise<Exit & { readonly ms: number }> {
    const start = performance.now();
    this.#run.kill(signal);
    const exit = await within(10_000, () => `the end after ${signal}\n${this.output}`, this.exit);
    return { ...exit, ms: performance.now() - start };
  }

  /** SIGKILL to workerd, as a crash would; resolves when the start script has ended too. */
  async killWorkerd(): Promise<Exit> {
    process.kill(this.#workerd, "SIGKILL");
    return within(10_000, () => `the end after workerd was killed\n${this.output}`, this.exit);
  }

  /** SIGKILL to the start script alone; resolves when the start script is gone. What workerd does is the question. */
  async killStartScript(): Promise<Exit> {
    this.#run.kill("SIGKILL");
    return this.exit;
  }

  /** Starts again on the same port and data folder, after the last run has ended. */
  async restart(): Promise<void> {
    await within(10_000, () => `the end of the last run\n${this.output}`, this.exit);
    await this.#workerdGone();
    this.#outputBefore = this.output + "\n--- restarted ---\n";
    this.#run = this.#spawn();
    await this.#ready();
  }

  /** Ends whatever still runs, at once, and removes the data folder if it was made here. */
  async dispose(): Promise<void> {
    if (!this.#run.ended) this.#run.kill("SIGKILL");
    await this.exit;
    if (isAlive(this.#workerd)) process.kill(this.#workerd, "SIGKILL");
    await this.#workerdGone();
    if (this.ownsDataDir) rmSync(this.dataDir, { recursive: true, force: true });
  }

  #spawn(): Run {
    return new Run({ ...this.env, PORT: String(this.port), DATA_DIR: this.dataDir });
  }

  async #ready(): Promise<void> {
    await waitFor(`the ready line`, () => this.#run.url !== undefined || this.#run.ended, READY_MS).catch(
      (error: Error) => Promise.reject(new Error(`${error.message}\n${this.output}`)),
    );
    if (this.#run.url === undefined) {
      await this.exit;
      throw new Error(`the server ended before it was ready:\n${this.output}`);
    }
    this.#workerd = childrenOf(this.#run.pid).find(({ command }) => command === "workerd")?.pid ?? Number.NaN;
    if (Number.isNaN(this.#workerd)) throw new Error(`no workerd below the start script\n${this.output}`);
  }

  #workerdGone(): Promise<unknown> {
    return waitFor("the end of workerd", () => !isAlive(this.#workerd));
  }
}

export const startServer = (options?: ServerOptions): Promise<Server> => Server.start(options);

/** Runs the start script where it is expected to end by itself: how it ended and all that it said. */
export async function runUntilExit(
  env: Readonly<Record<string, string>>,
  timeoutMs = 30_000,
): Promise<Exit & { readonly output: string }> {
  const run = new Run(env);
  try {
    const exit = await within(timeoutMs, () => `its end\n${run.output}`, run.exit);
    return { ...exit, output: run.output };
  } finally {
    run.kill("SIGKILL");
  }
}

/** A new folder; whoever asks removes it. */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), "shared-pomodoro-"));
