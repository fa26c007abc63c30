/** A run of faults: rooms full of clients, a server that is killed again and again, and a check of all that was received. */
import type { PushService } from "../harness/fakes/push-service";
import { startServerWithPush } from "../harness/push";
import { SeededRandom } from "../harness/random";
import type { Server } from "../harness/server";
import { delay, within } from "../harness/wait";
import { checkLog, formatViolation } from "./check-log";
import { addFigures, countEntries, NO_FIGURES, sumOf } from "./figures";
import type { Figures } from "./figures";
import { randomDowntime, randomKill } from "./schedule";
import type { Kill } from "./schedule";
import { SimulatedRoom } from "./simulated-room";
import type { RestartingServer } from "./simulated-room";
import { UnattendedRooms } from "./unattended-rooms";

const ROOMS = 12;
/** Unattended rooms, added one after another in each round. */
const UNATTENDED_ROOMS = 8;
/** A round starts with new rooms on the same server and data folder, and ends with their check. Its length in ms. */
const ROUND_MS = 40_000;
/** How long all rooms together may be without a request or an answer, in ms; each of them acts twice a second. */
const SILENT_MS = 60_000;

export interface RunOptions {
  readonly seed: number;
  readonly ms: number;
  /** The maximum number of moments that the check tries for one rev; a room that needs more is incomplete. */
  readonly maxTried?: number | undefined;
  /** Called after each round with the figures up to then. */
  readonly onRound?: (figures: Figures) => void;
}

/** Runs for so long. Throws with the seed and an excerpt of the log where a change was lost, doubled, late or wrong. */
export async function runFaults({ seed, ms, maxTried, onRound }: RunOptions): Promise<Figures> {
  const random = new SeededRandom(seed);
  const { server, service, dispose } = await startServerWithPush();
  const end = Date.now() + ms;
  let figures = NO_FIGURES;
  try {
    const host = { server, run: 0, ends: [] as number[] };
    while (Date.now() < end) {
      const left = end - Date.now();
      const roundMs = left < ROUND_MS * 1.5 ? left : ROUND_MS;
      figures = addFigures(
        figures,
        await runRound(host, service, random.fork(), roundMs, { seed, maxTried }),
      );
      onRound?.(figures);
    }
    return figures;
  } finally {
    await dispose();
  }
}

async function runRound(
  host: RestartingServer & { run: number },
  service: PushService,
  random: SeededRandom,
  ms: number,
  { seed, maxTried }: Pick<RunOptions, "seed" | "maxTried">,
): Promise<Figures> {
  const rooms = Array.from({ length: ROOMS }, () => new SimulatedRoom(host, random.fork()));
  const running: Promise<unknown> = Promise.all(rooms.map((room) => room.run()));
  const unattended = new UnattendedRooms(host.server, service, random.fork());
  const adding = addUnattended(unattended, ms, random.fork());
  for (const job of [running, adding]) job.catch(() => {}); // a failure is thrown below, where they are awaited
  const end = Date.now() + ms;
  const kills: Partial<Record<Kill["kind"], number>> = {};
  while (Date.now() < end) {
    const kill = randomKill(random);
    const { kind } = kill;
    await within(
      SILENT_MS,
      () => `a kill ${kind}, seed ${seed}: ${describe(rooms)}\n${host.server.output.slice(-2000)}`,
      killServer(kill, host.server, rooms).then(() => host.server.exit),
    );
    host.ends[host.run] = Date.now();
    host.run++;
    kills[kind] = (kills[kind] ?? 0) + 1;
    await delay(randomDowntime(random));
    await host.server.restart();
  }
  rooms.forEach((room) => room.stop());
  await running;
  await Promise.all(rooms.map((room) => room.finish()));
  await adding;
  const checked = await unattended.check(sumOf(kills)).catch((error: Error) => {
    throw new Error(`seed ${seed}: an unattended room: ${error.message}`);
  });
  const start: Figures = { ...NO_FIGURES, kills, unattended: checked };
  return rooms.reduce((sum, room) => addFigures(sum, checkRoom(room, seed, maxTried)), start);
}

/** What the clients of each room are doing. */
const describe = (rooms: readonly SimulatedRoom[]): string =>
  rooms.map((room) => `${room.lastStep}, ${room.clients.map(({ status }) => status).join(" ")}`).join("\n  ");

function checkRoom({ log, steps }: SimulatedRoom, seed: number, maxTried?: number): Figures {
  const result = checkLog(log, maxTried);
  const [first] = result.violations;
  if (first !== undefined) {
    const text = formatViolation(log, first);
    throw new Error(`seed ${seed}, ${result.violations.length} violations, the first:\n${text}`);
  }
  const incomplete = result.isComplete ? 0 : 1;
  return { ...NO_FIGURES, ...countEntries(log.entries), ...result, steps, rooms: 1, incomplete };
}

async function addUnattended(rooms: UnattendedRooms, ms: number, random: SeededRandom): Promise<void> {
  const moments = Array.from({ length: UNATTENDED_ROOMS }, () => random.next() * ms).sort((a, b) => a - b);
  let passed = 0;
  for (const moment of moments) {
    await delay(moment - passed);
    passed = moment;
    await rooms.add();
  }
}

/** Resolves when the signal has been sent. */
async function killServer(kill: Kill, server: Server, rooms: readonly SimulatedRoom[]): Promise<void> {
  const sendSignal = (): void => server.sendCrash();
  await delay(kill.afterMs);
  switch (kill.kind) {
    case "at random":
      return sendSignal();
    case "after an answer":
      return onNext(rooms, "answer", sendSignal);
    case "after a request":
      await onNext(rooms, "request", () => {});
      if (kill.thenMs > 0) await delay(kill.thenMs);
      return sendSignal();
    case "at a deadline": {
      const due = Math.min(...rooms.map(({ deadline }) => deadline).filter((at) => at > Date.now()));
      if (due < Date.now() + 10_000) await delay(due - Date.now() + kill.thenMs);
      return sendSignal();
    }
  }
}

/** Calls `react` synchronously at the next request or answer in any room, and resolves then. */
function onNext(
  rooms: readonly SimulatedRoom[],
  what: "answer" | "request",
  react: () => void,
): Promise<void> {
  return new Promise((done) => {
    let happened = false;
    const listener = (): void => {
      if (happened) return;
      happened = true;
      for (const room of rooms) {
        room.onRequest = null;
        for (const client of room.clients) client.onAnswer = null;
      }
      react();
      done();
    };
    for (const room of rooms) {
      if (what === "request") room.onRequest = listener;
      else for (const client of room.clients) client.onAnswer = listener;
    }
  });
}
