/** Moves alarms in workerd's list of them, before workerd reads it: see alarmTurns.ts. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type * as Sqlite from "node-sqlite3-wasm";
import * as v from "valibot";
import { takeTurns, wakesPerSecond } from "./alarmTurns";
import { ALARMS } from "./databases";
import { measureSync } from "./writeTest";

/** So many rooms may wake at once: workerd needs 0.2 s for them. */
const FEW = 100;
const NS_PER_MS = 1_000_000n;
/** A time that was moved here is so many ns after its ms, so that the next start knows that its room is overdue. */
const MOVED_NS = 1n;
/** The rows of the list; a time is in ns, which is more than a number holds exactly. */
const AlarmsSchema = v.array(v.object({ room: v.string(), at: v.union([v.number(), v.bigint()]) }));
/** For a package that takes 0.1 s to load, which most starts do not need. */
const load = createRequire(import.meta.url);

/** What was done with the alarms that are due. */
export interface Spread {
  /** The names of the files of their rooms, without their ending, in the order of their turns. */
  readonly rooms: readonly string[];
  /** When the last turn is, epoch ms. */
  readonly lastAt: number;
  /** For the operator. */
  readonly text: string;
}

/**
 * Lets the rooms take turns whose alarms have become due. workerd runs an alarm that is later in its list than in its room,
 * once the room's own moment is over. Returns what was done; null: nothing. Nothing may use the rooms meanwhile.
 */
export function spreadOverdueAlarms(rooms: string, limit: number | null, now: number): Spread | null {
  const path = join(rooms, ALARMS);
  if (!existsSync(path) || countRooms(rooms) <= FEW) return null;
  const { Database } = load("node-sqlite3-wasm") as typeof Sqlite;
  rmSync(`${path}.lock`, { recursive: true, force: true }); // of a start that was killed: DATA_DIR is locked by this one
  const list = new Database(path, { fileMustExist: true });
  try {
    list.exec("PRAGMA locking_mode = EXCLUSIVE"); // the log of changes is read without shared memory
    const rows = list.all("SELECT actor_id AS room, scheduled_time AS at FROM _cf_ALARM");
    const alarms = v.parse(AlarmsSchema, rows);
    const times = alarms.map(({ at }) => dueTimeOf(BigInt(at)));
    if (times.filter((at) => at < now).length <= FEW) return null;
    const perSecond = wakesPerSecond(limit, measureSync(rooms));
    const turns = takeTurns(times, now, perSecond);
    list.exec("BEGIN IMMEDIATE");
    const move = list.prepare("UPDATE _cf_ALARM SET scheduled_time = ? WHERE actor_id = ?");
    for (const [place, at] of turns) {
      const mark = (times[place] ?? now) < now ? MOVED_NS : 0n;
      move.run([BigInt(at) * NS_PER_MS + mark, alarms[place]?.room ?? null]);
    }
    move.finalize();
    list.exec("COMMIT");
    const overdue = [...turns].filter(([place]) => (times[place] ?? now) < now).sort((a, b) => a[1] - b[1]);
    const lastAt = overdue.at(-1)?.[1] ?? now;
    const seconds = Math.ceil((lastAt - now) / 1000);
    return {
      rooms: overdue.flatMap(([place]) => alarms[place]?.room ?? []),
      lastAt,
      text: `${overdue.length} alarms are due at once; they ring within ${seconds} s, at least ${perSecond} a second`,
    };
  } finally {
    list.close();
  }
}

/** When an alarm of the list was due, epoch ms. One that was moved was due long ago: the later its turn, the longer. */
function dueTimeOf(ns: bigint): number {
  const at = Number(ns / NS_PER_MS);
  return ns % NS_PER_MS === MOVED_NS ? -at : at;
}

const countRooms = (rooms: string): number =>
  readdirSync(rooms).filter((name) => name.endsWith(".sqlite")).length;
