/** `npm start` for a test: on a free loopback port, with a new data folder. */
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "./paths";
import { childrenOf, freePort, isAlive, listeningAddresses } from "./processes";
import { StartScript } from "./start-script";
import type { SmallDisk } from "./small-disk";
import type { DescriptorLimit, Exit } from "./start-script";
import { waitFor, within } from "./wait";

/** How long a start may take, in ms; it may include a build. */
const READY_MS = 60_000;

export interface ServerOptions {
  /** Default: a free port. */
  readonly port?: number;
  /** Default: a new folder, which `dispose` removes. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How many files the server may open; default: as many as this process. */
  readonly descriptors?: DescriptorLimit;
  /** A small disk, which becomes the data folder. */
  readonly disk?: SmallDisk;
  /** The program of Node; default: that of this process. */
  readonly node?: string;
}

/** A server that can be stopped, killed and started again. */
export class Server {
  #run: StartScript;
  #workerd = Number.NaN;
  #outputBefore = "";

  private constructor(
    readonly port: number,
    readonly dataDir: string,
    readonly env: Readonly<Record<string, string>>,
    readonly ownsDataDir: boolean,
    readonly descriptors: DescriptorLimit | undefined,
    readonly disk: SmallDisk | undefined,
    readonly node: string | undefined,
  ) {
    this.#run = this.#spawn();
  }

  static async start(options: ServerOptions = {}): Promise<Server> {
    const { port, disk, dataDir = disk && `${disk.path}/data`, env = {}, descriptors, node } = options;
    const dir = dataDir ?? temporaryFolder();
    for (let attempt = 1; ; attempt++) {
      const server = new Server(
        port ?? (await freePort()),
        dir,
        env,
        dataDir === undefined,
        descriptors,
        disk,
        node,
      );
      try {
        await server.#waitUntilReady();
        return server;
      } catch (error) {
        server.#run.kill("SIGKILL");
        // Another process may have taken the port since `freePort`.
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
  /** The address in the ready line. */
  get url(): string {
    return this.#run.url ?? "";
  }
  /** The address of a room's socket. */
  socket(room: string): string {
    return `ws://${this.host}/parties/main/${room}`;
  }
  /** The address of a room over HTTP. */
  room(room: string): string {
    return `${this.http}/parties/main/${room}`;
  }

  /** Of the start script. */
  get pid(): number {
    return this.#run.pid;
  }
  get workerdPid(): number {
    return this.#workerd;
  }
  /** The output of all runs. */
  get output(): string {
    return this.#outputBefore + this.#run.output;
  }
  get exit(): Promise<Exit> {
    return this.#run.exit;
  }

  /** Sends SIGTERM or SIGINT to the start script, and resolves with its exit and the ms that it took. */
  async stop(signal: "SIGTERM" | "SIGINT" = "SIGTERM"): Promise<Exit & { readonly ms: number }> {
    const start = performance.now();
    this.#run.kill(signal);
    const exit = await within(10_000, () => `the end after ${signal}\n${this.output}`, this.exit);
    return { ...exit, ms: performance.now() - start };
  }

  /** Sends SIGKILL to workerd and to the start script, as in a crash of the machine. Resolves when both have ended. */
  async crash(): Promise<void> {
    this.sendCrash();
    await within(10_000, () => `the end after a crash\n${this.output}`, this.exit);
    await this.#waitForWorkerdEnd();
  }

  /** The same, without waiting for the end. */
  sendCrash(): void {
    process.kill(this.#workerd, "SIGKILL");
    this.#run.kill("SIGKILL");
  }

  /** Sends SIGKILL to workerd alone, and resolves when the start script has started it again. */
  async killWorkerd(): Promise<void> {
    process.kill(this.#workerd, "SIGKILL");
    await this.waitForNewWorkerd();
  }

  /** Resolves when the start script has started workerd again, after it has died or is about to. */
  async waitForNewWorkerd(timeoutMs = 15_000): Promise<void> {
    const isNew = (): boolean => {
      const pid = this.#findWorkerd();
      if (Number.isNaN(pid) || pid === this.#workerd || !isListening(pid, this.port)) return false;
      this.#workerd = pid;
      return true;
    };
    await waitFor("workerd, started again", isNew, timeoutMs).catch((error: Error) =>
      Promise.reject(new Error(`${error.message}\n${this.output}`)),
    );
  }

  /** Sends SIGKILL to the start script alone, and resolves when it has ended; workerd may still run. */
  async killStartScript(): Promise<Exit> {
    this.#run.kill("SIGKILL");
    return this.exit;
  }

  /** Waits for the end of the last run, and starts again on the same port and data folder. */
  async restart(): Promise<void> {
    await within(10_000, () => `the end of the last run\n${this.output}`, this.exit);
    await this.#waitForWorkerdEnd();
    this.#outputBefore = this.output + "\n--- restarted ---\n";
    this.#run = this.#spawn();
    await this.#waitUntilReady();
  }

  /** Kills what still runs, and removes the data folder if this class has made it. */
  async dispose(): Promise<void> {
    if (!this.#run.hasEnded) this.#run.kill("SIGKILL");
    await this.exit;
    if (isAlive(this.#workerd)) process.kill(this.#workerd, "SIGKILL");
    await this.#waitForWorkerdEnd();
    if (this.ownsDataDir) rmSync(this.dataDir, { recursive: true, force: true });
  }

  #spawn(): StartScript {
    return new StartScript(
      { ...this.env, PORT: String(this.port), DATA_DIR: this.dataDir },
      this.descriptors,
      this.disk?.command,
      this.node,
    );
  }

  async #waitUntilReady(): Promise<void> {
    await waitFor(`the ready line`, () => this.#run.url !== undefined || this.#run.hasEnded, READY_MS).catch(
      (error: Error) => Promise.reject(new Error(`${error.message}\n${this.output}`)),
    );
    if (this.#run.url === undefined) {
      await this.exit;
      throw new Error(`the server ended before it was ready:\n${this.output}`);
    }
    this.#workerd = this.#findWorkerd();
    if (Number.isNaN(this.#workerd)) throw new Error(`no workerd below the start script\n${this.output}`);
  }

  #findWorkerd(): number {
    return childrenOf(this.#run.pid).find(({ command }) => command === "workerd")?.pid ?? Number.NaN;
  }

  #waitForWorkerdEnd(): Promise<unknown> {
    return waitFor("the end of workerd", () => !isAlive(this.#workerd));
  }
}

const isListening = (pid: number, port: number): boolean =>
  listeningAddresses(pid).some((address) => address.endsWith(`:${port}`));

/** Resolves when the server is ready. */
export const startServer = (options?: ServerOptions): Promise<Server> => Server.start(options);

/**
 * From the next check on, within a second, the server finds that its disk takes no changes; no mount and no right is
 * needed for that. Returns what permits them again.
 */
export function forbidWrites({ dataDir }: Server): () => void {
  const inTheWay = join(dataDir, "rooms", "write-check", "in-the-way");
  mkdirSync(inTheWay, { recursive: true });
  return () => rmSync(dirname(inTheWay), { recursive: true });
}
