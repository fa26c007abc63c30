/** The faults: rooms full of people, a server that is killed again and again, and a check of everything that was heard. */
import { startServerWithPush } from "../harness/push";
import { delay } from "../harness/wait";
import type { PushServer } from "../harness/push";
import type { Server } from "../harness/server";
import { check, excerpt } from "./check";
import { Deserted } from "./deserted";
import { SeededRandom } from "../harness/random";
import { addUp, counted, EMPTY } from "./figures";
import type { Figures } from "./figures";
import { deathOf, pauseOf } from "./schedule";
import type { Death } from "./schedule";
import { Table } from "./table";
import type { World } from "./table";

export { told } from "./figures";

const ROOMS = 12;
/** Rooms that are left alone, one after another in every round. */
const DESERTED = 8;
/** A round begins with fresh rooms, on the same server and data folder, and ends with its check, in ms. */
const ROUND_MS = 40_000;

export interface RunOptions {
  readonly seed: number;
  readonly ms: number;
  /** Called after each round. */
  readonly tell?: (figures: Figures) => void;
}

/** Plays for so long. Throws with the seed and an excerpt where anything was lost, doubled, late or told wrongly. */
export async function runFaults({ seed, ms, tell }: RunOptions): Promise<Figures> {
  const random = new SeededRandom(seed);
  const stage = await startServerWithPush();
  const end = Date.now() + ms;
  let figures = EMPTY;
  try {
    const world = { server: stage.server, run: 0, ends: [] as number[] };
    while (Date.now() < end) {
      const left = end - Date.now();
      figures = addUp(
        figures,
        await round(world, stage, random.fork(), left < ROUND_MS * 1.5 ? left : ROUND_MS, seed),
      );
      tell?.(figures);
    }
    return figures;
  } finally {
    await stage.dispose();
  }
}

async function round(
  world: World & { run: number },
  { service }: PushServer,
  random: SeededRandom,
  ms: number,
  seed: number,
): Promise<Figures> {
  const tables = Array.from({ length: ROOMS }, () => new Table(world, random.fork()));
  const playing: Promise<unknown> = Promise.all(tables.map((table) => table.play()));
  const deserted = new Deserted(world.server, service, random.fork());
  const leaving = leaveBehind(deserted, ms, random.fork());
  for (const job of [playing, leaving]) job.catch(() => {}); // heard of below, when they are waited for
  const end = Date.now() + ms;
  const kills: Partial<Record<Death["kind"], number>> = {};
  while (Date.now() < end) {
    const death = deathOf(random);
    await killAt(death, world.server, tables);
    await world.server.exit;
    world.ends[world.run] = Date.now();
    world.run++;
    kills[death.kind] = (kills[death.kind] ?? 0) + 1;
    await delay(pauseOf(random));
    await world.server.restart();
  }
  tables.forEach((table) => table.stop());
  await playing;
  await Promise.all(tables.map((table) => table.end()));
  await leaving;
  const killed = Object.values(kills).reduce((sum, n) => sum + n, 0);
  const phones = await deserted.end(killed).catch((error: Error) => {
    throw new Error(`seed ${seed}: a room that was left alone: ${error.message}`);
  });

  let figures = addUp(EMPTY, { ...EMPTY, kills, phones });
  for (const { log, steps } of tables) {
    const checked = check(log);
    const [first] = checked.violations;
    if (first !== undefined) {
      throw new Error(
        `seed ${seed}, ${checked.violations.length} violations, the first:\n${excerpt(log, first)}`,
      );
    }
    const undecided = checked.decided ? 0 : 1;
    figures = addUp(figures, { ...EMPTY, ...counted(log.entries), ...checked, steps, rooms: 1, undecided });
  }
  return figures;
}

async function leaveBehind(deserted: Deserted, ms: number, random: SeededRandom): Promise<void> {
  const moments = Array.from({ length: DESERTED }, () => random.next() * ms).sort((a, b) => a - b);
  let passed = 0;
  for (const moment of moments) {
    await delay(moment - passed);
    passed = moment;
    await deserted.add();
  }
}

/** Resolves when the signal has been sent. */
async function killAt(death: Death, server: Server, tables: readonly Table[]): Promise<void> {
  const kill = (): void => void process.kill(server.workerdPid, "SIGKILL");
  await delay(death.afterMs);
  switch (death.kind) {
    case "at random":
      return kill();
    case "after an answer":
      return once(tables, "answer", kill);
    case "after a deed":
      await once(tables, "deed", () => {});
      if (death.thenMs > 0) await delay(death.thenMs);
      return kill();
    case "at a deadline": {
      const due = Math.min(...tables.map((table) => table.due).filter((at) => at > Date.now()));
      if (due < Date.now() + 10_000) await delay(due - Date.now() + death.thenMs);
      return kill();
    }
  }
}

/** The next deed or answer in any room; what follows runs in the same breath. */
function once(tables: readonly Table[], what: "answer" | "deed", then: () => void): Promise<void> {
  return new Promise((done) => {
    let happened = false;
    const now = (): void => {
      if (happened) return;
      happened = true;
      for (const table of tables) {
        table.onDeed = null;
        for (const player of table.players) player.onAnswer = null;
      }
      then();
      done();
    };
    for (const table of tables) {
      if (what === "deed") table.onDeed = now;
      else for (const player of table.players) player.onAnswer = now;
    }
  });
}
