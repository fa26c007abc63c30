/**
 * The data folder while the server runs: waits for space before a start, prepares the list of alarms, says in the log
 * why changes cannot be stored, and ends the server where the folder is no longer the one that workerd has open.
 */
import { join } from "node:path";
import {
  ALARMS,
  areAlarmsLost,
  describeDamagedRooms,
  isAlarmListDamaged,
  prepareAlarmList,
} from "./databases";
import { watchDataFolder } from "./dataWatch";
import { spreadOverdueAlarms } from "./overdueAlarms";
import type { Spread } from "./overdueAlarms";
import { ringInTurn, ringThrough } from "./overdueRooms";
import type { Ringing } from "./overdueRooms";
import { writeProblem } from "./writeTest";
import type { Workerd } from "./workerdProcess";

/** How often it is tried whether there is space again, in ms. */
const SPACE_RETRY_MS = 2000;
/** How often the cause of a failure is looked for, in ms: it writes to the disk, or reads of every room. */
const DIAGNOSIS_MS = 5000;
const SCAN_MS = 60_000;
/** At most this many damaged rooms are named at once. */
const MAX_NAMED = 20;
/** How often a worker that sets lost alarms is called again, in ms, in case it has ended in between. */
const CALL_MS = 5000;

/** What workerd prints where something cannot be stored or read; and the worker (party/platform/disk.ts and worker.ts). */
const FAILURE = /SQLITE_(?!BUSY)|\(os error \d+\)|DATA_DIR takes no changes|^the room in rooms\//;
/** A crash is a sign of damage where it comes at a start: SQLite reads a file that was cut beyond its end. */
const DAMAGE = /SQLITE_(?:NOTADB|CORRUPT)|^\*\*\* Received signal #(?:7|11)\b/;

export class DataFolder {
  readonly rooms: string;
  #diagnosedAt = -Infinity;
  #scannedAt = -Infinity;
  /** Whether workerd has said that a database is damaged, since its last start. */
  #hasDamage = false;
  /** Runs while the folder takes no changes. */
  #spaceTimer: NodeJS.Timeout | null = null;
  /** Called when the folder takes changes again. */
  onSpace: () => void = () => {};
  /** Whether a list of alarms was moved aside, and workerd has not listened since: another one would not help. */
  #isMended = false;
  /** Of the next start of workerd; null: few alarms are due. */
  #overdue: Spread | null = null;

  /** `print` gets the lines for the operator. */
  constructor(
    readonly path: string,
    readonly print: (line: string) => void,
  ) {
    this.rooms = join(path, "rooms");
  }

  /** Waits while the disk is full, and says so. Throws where the folder cannot be written for another reason. */
  async untilWritable(): Promise<void> {
    for (;;) {
      const problem = writeProblem(this.rooms);
      if (problem === null) return;
      if (!problem.isFull) throw new Error(`DATA_DIR: ${problem.text}`);
      this.print(`the start waits. DATA_DIR: ${problem.text}`);
      await new Promise((resolve) => setTimeout(resolve, SPACE_RETRY_MS));
    }
  }

  /** Before each start of workerd. Throws where the list of alarms cannot be read. */
  prepare(): void {
    try {
      const done = prepareAlarmList(this.rooms);
      if (done !== null) this.print(done);
    } catch (error) {
      throw new Error(`DATA_DIR: ${(error as Error).message}`, { cause: error });
    }
    this.#hasDamage = false;
  }

  /** Before each start of workerd, after `prepare`: the alarms that are due take turns. `limit`: of file descriptors. */
  spreadAlarms(limit: number | null): void {
    this.#overdue = null;
    try {
      this.#overdue = spreadOverdueAlarms(this.rooms, limit, Date.now());
      if (this.#overdue !== null) this.print(this.#overdue.text);
    } catch (error) {
      this.print(
        `the alarms that are due ring all at once, because of ${join(this.rooms, ALARMS)}: ${String(error)}`,
      );
    }
  }

  /** After workerd has ended before it listened. Until then it opens only the list of alarms. */
  mend(): boolean {
    if (this.#isMended || !(this.#hasDamage || isAlarmListDamaged(this.rooms))) return false;
    const done = prepareAlarmList(this.rooms, true);
    if (done !== null) this.print(done);
    return (this.#isMended = done !== null);
  }

  /** Each line of workerd's output: may say that something cannot be stored. Then the cause is printed. */
  readLine(line: string, workerd: Workerd | null): void {
    if (DAMAGE.test(line)) this.#hasDamage = true;
    if (!FAILURE.test(line) || performance.now() - this.#diagnosedAt < DIAGNOSIS_MS) return;
    this.#diagnosedAt = performance.now();
    const problem = writeProblem(this.rooms);
    if (problem !== null) {
      this.print(`DATA_DIR: ${problem.text}`);
      this.#awaitSpace();
    }
    if (!this.#hasDamage || workerd === null) return;
    if (isAlarmListDamaged(this.rooms)) {
      this.print(`${join(this.rooms, "metadata.sqlite")} is damaged: workerd must start again`);
      workerd.process.kill("SIGKILL");
    } else this.nameDamagedRooms();
  }

  /**
   * A room that sleeps cannot be woken for its alarm while its database cannot be opened, and workerd tries that again
   * after 2, 4, 8 … 512 s. So the rooms are woken when the folder takes changes again.
   */
  #awaitSpace(): void {
    this.#spaceTimer ??= setInterval(() => {
      if (writeProblem(this.rooms) !== null) return;
      if (this.#spaceTimer !== null) clearInterval(this.#spaceTimer);
      this.#spaceTimer = null;
      this.onSpace();
    }, SPACE_RETRY_MS);
  }

  /** Prints the rooms whose files are damaged, at most once a minute. */
  nameDamagedRooms(): void {
    if (performance.now() - this.#scannedAt < SCAN_MS) return;
    this.#scannedAt = performance.now();
    const lines = describeDamagedRooms(this.rooms);
    for (const line of lines.slice(0, MAX_NAMED)) console.error(`Shared Pomodoro: ${line}`);
    if (lines.length > MAX_NAMED) this.print(`${lines.length - MAX_NAMED} more rooms cannot be used`);
  }

  /**
   * While a workerd listens at `url`: watches the folder, lets overdue rooms ring, and calls the worker until it has set
   * the lost alarms. `token`: by which the worker knows this program.
   */
  attend(workerd: Workerd, url: string, token: string): void {
    this.#isMended = false;
    if (this.#overdue !== null) void this.#ringOverdue(this.#overdue, workerd, ringThrough(url, token));
    const endWatch = watchDataFolder(this.path, (path) => {
      workerd.process.kill("SIGKILL"); // first of all: it acknowledges changes that are lost
      this.print(
        `${path} was deleted or replaced while the server ran, so the server ends. Changes of the last second may be lost. ` +
          "Start it again: it uses what is at DATA_DIR then",
      );
      process.exit(1);
    });
    const callTimer = setInterval(() => this.#callForAlarms(url), CALL_MS);
    this.#callForAlarms(url);
    workerd.process.once("exit", () => {
      endWatch();
      clearInterval(callTimer);
    });
  }

  async #ringOverdue({ rooms, lastAt }: Spread, workerd: Workerd, ring: Ringing["ring"]): Promise<void> {
    const start = performance.now();
    const patienceMs = lastAt - Date.now();
    const hasEnded = (): boolean => workerd.process.exitCode !== null || workerd.process.signalCode !== null;
    const isDone = await ringInTurn(rooms, {
      ring,
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      clock: () => performance.now(),
      isOver: () => hasEnded() || performance.now() - start > patienceMs,
    });
    const seconds = Math.ceil((performance.now() - start) / 1000);
    if (isDone) this.print(`all ${rooms.length} overdue rooms have had their turn after ${seconds} s`);
  }

  #callForAlarms(url: string): void {
    if (areAlarmsLost(this.rooms)) void fetch(`${url}/healthz`).catch(() => {}); // it may have ended
  }
}
