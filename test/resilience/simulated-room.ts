/** One room with clients that take random steps until they are stopped, and the log of all of it. */
import { newOpenRoom, newPrivateRoom } from "../harness/client";
import { getRoom } from "../harness/http";
import type { SeededRandom } from "../harness/random";
import type { Server } from "../harness/server";
import { delay, waitFor, within } from "../harness/wait";
import { deadlineOf } from "./check-order";
import type { Entry, Log } from "./log";
import { LoggingClient } from "./logging-client";
import { randomRequest, randomStep, SHORT_PERIODS } from "./schedule";
import type { Step } from "./schedule";

const CLIENTS = 4;
/** How long all clients may take to get the last state at the end, in ms; the machine may be busy. */
const FINISH_MS = 60_000;

/** The server with its restarts, as the rooms use it. */
export interface RestartingServer {
  readonly server: Server;
  /** The number of the current run. */
  readonly run: number;
  /** When each run ended, epoch ms. */
  readonly ends: number[];
}

/** A room on the real server, with its clients. */
export class SimulatedRoom {
  readonly entries: Entry[] = [];
  readonly clients: readonly LoggingClient[];
  readonly steps: Partial<Record<Step, number>> = {};
  onRequest: (() => void) | null = null;
  lastStep: Step | null = null;
  readonly #room: string;
  #isStopped = false;
  #sessions = 0;

  constructor(
    readonly host: RestartingServer,
    readonly random: SeededRandom,
  ) {
    const { id, key } = random.chance(0.5) ? { id: newOpenRoom(), key: null } : newPrivateRoom();
    this.#room = id;
    this.clients = Array.from(
      { length: CLIENTS },
      (_, i) =>
        new LoggingClient({
          url: host.server.socket(id),
          key,
          name: `P${i}`,
          currentRun: () => host.run,
          newSession: () => this.#sessions++,
          write: (entry) => void this.entries.push(entry),
        }),
    );
  }

  get log(): Log {
    return { entries: this.entries, ends: this.host.ends };
  }
  /** The earliest deadline that a client knows, epoch ms; Infinity where there is none. */
  get deadline(): number {
    return Math.min(...this.clients.map(({ last }) => (last === null ? Infinity : deadlineOf(last))));
  }

  /** Takes steps until `stop` is called. */
  async run(): Promise<void> {
    while (!this.#isStopped) {
      const step = randomStep(this.random);
      this.steps[step] = (this.steps[step] ?? 0) + 1;
      this.lastStep = step;
      await this.#take(step);
      await delay(this.random.integer(0, 300));
    }
  }
  stop(): void {
    this.#isStopped = true;
  }

  /** Waits until all clients are connected and have the last state, and disconnects them. */
  async finish(): Promise<void> {
    const isComplete = (): boolean => this.clients.every(({ isReady }) => isReady);
    await waitFor("all clients in the room", isComplete, FINISH_MS);
    const pongs = Promise.all(this.clients.map((client) => client.ping()));
    await within(FINISH_MS, "a pong for every client", pongs);
    this.clients.forEach((client) => client.stop());
  }

  async #take(step: Step): Promise<void> {
    const { random } = this;
    const client = random.pick(this.clients);
    switch (step) {
      case "act":
        return this.#act(client);
      case "two act":
        this.#act(client);
        return this.#act(random.pick(this.clients));
      case "drop":
        if (random.chance(0.5)) this.#act(client);
        return client.drop(random.integer(0, 1500));
      case "leave":
        return client.leave(random.integer(0, 1500));
      case "clock jump":
        return client.moveClock(random.pick([-1, 1]) * random.integer(2000, 40_000_000));
      case "get":
        return this.#get();
      case "everyone leaves":
        return this.clients.forEach((each) => each.leave(random.integer(500, 4000)));
      case "idle":
        return delay(random.integer(1000, 7000));
    }
  }

  #act(client: LoggingClient): void {
    if (!client.isReady) return;
    client.request(client.known.rev === 0 ? SHORT_PERIODS : randomRequest(this.random, client.known));
    this.onRequest?.();
  }

  async #get(): Promise<void> {
    const session = this.#sessions++;
    this.entries.push({ kind: "connecting", at: Date.now(), session });
    try {
      const message = await getRoom(this.host.server, this.#room);
      this.entries.push({ kind: "received", at: Date.now(), session, message });
    } catch {
      // the server is down
    }
  }
}
