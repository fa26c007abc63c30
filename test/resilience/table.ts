/** One room and its players, each doing what is drawn for it, until it is stopped. */
import { newOpenRoom, newPrivateRoom } from "../harness/client";
import { getRoom } from "../harness/http";
import type { Server } from "../harness/server";
import { delay, waitFor, within } from "../harness/wait";
import type { SeededRandom } from "../harness/random";
import type { Entry, Log } from "./log";
import { deadlineOf } from "./order";
import { Player } from "./player";
import { deedOf, FIRST, stepOf } from "./schedule";
import type { Step } from "./schedule";

const PLAYERS = 4;
/** How long the last truth may take to reach everyone, on a machine that has much else to do. */
const GATHER_MS = 60_000;

/** The server as a room's players see it. */
export interface World {
  readonly server: Server;
  readonly run: number;
  readonly ends: number[];
}

export class Table {
  readonly entries: Entry[] = [];
  readonly players: readonly Player[];
  readonly steps: Partial<Record<Step, number>> = {};
  onDeed: (() => void) | null = null;
  readonly #room: string;
  #stopped = false;
  #sessions = 0;

  constructor(
    readonly world: World,
    readonly random: SeededRandom,
  ) {
    const made = random.chance(0.5) ? { id: newOpenRoom(), key: null } : newPrivateRoom();
    this.#room = made.id;
    this.players = Array.from(
      { length: PLAYERS },
      (_, i) =>
        new Player({
          url: world.server.socket(made.id),
          key: made.key,
          name: `P${i}`,
          run: () => world.run,
          newSession: () => this.#sessions++,
          write: (entry) => void this.entries.push(entry),
        }),
    );
  }

  get log(): Log {
    return { entries: this.entries, ends: this.world.ends };
  }
  /** The next deadline that somebody knows of; Infinity where there is none. */
  get due(): number {
    return Math.min(...this.players.map(({ last }) => (last === null ? Infinity : deadlineOf(last))));
  }

  async play(): Promise<void> {
    while (!this.#stopped) {
      const step = stepOf(this.random);
      this.steps[step] = (this.steps[step] ?? 0) + 1;
      await this.#do(step);
      await delay(this.random.integer(0, 300));
    }
  }
  stop(): void {
    this.#stopped = true;
  }

  /** Everyone comes back, hears the truth, and goes home. */
  async end(): Promise<void> {
    await waitFor("everyone back in the room", () => this.players.every(({ here }) => here), GATHER_MS);
    const pongs = Promise.all(this.players.map((player) => player.ping()));
    await within(GATHER_MS, "a pong for everyone", pongs);
    this.players.forEach((player) => player.stop());
  }

  async #do(step: Step): Promise<void> {
    const { random } = this;
    const player = random.pick(this.players);
    switch (step) {
      case "act":
        return this.#act(player);
      case "together":
        this.#act(player);
        return this.#act(random.pick(this.players));
      case "drop":
        if (random.chance(0.5)) this.#act(player);
        return player.drop(random.integer(0, 1500));
      case "leave":
        return player.leave(random.integer(0, 1500));
      case "jump":
        return player.jump(random.pick([-1, 1]) * random.integer(2000, 40_000_000));
      case "look":
        return this.#look();
      case "everyone leaves":
        return this.players.forEach((each) => each.leave(random.integer(500, 4000)));
      case "quiet":
        return delay(random.integer(1000, 7000));
    }
  }

  #act(player: Player): void {
    if (!player.here) return;
    player.act(player.aim.rev === 0 ? FIRST : deedOf(this.random, player.aim));
    this.onDeed?.();
  }

  async #look(): Promise<void> {
    const session = this.#sessions++;
    this.entries.push({ kind: "opening", at: Date.now(), session });
    try {
      const message = await getRoom(this.world.server, this.#room);
      this.entries.push({ kind: "heard", at: Date.now(), session, message });
    } catch {
      // the server is down
    }
  }
}
