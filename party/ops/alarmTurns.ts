/**
 * When rooms wake whose alarms have become due while no server ran. workerd wakes all of them at its start, with three
 * file descriptors each, and ends when it has none left. So they take turns. PURE; moments are epoch ms, lengths are ms.
 */
import { AWAKE_MS, DESCRIPTORS_PER_ROOM } from "../shared/descriptors";

/** The rooms that wake for their alarms may have this share of the descriptors: people come back at the same time. */
const SHARE = 1 / 3;
/**
 * A ring takes workerd up to 4 ms of a core. Where more rooms wake than it can serve, none of them gets ready, and all keep
 * their descriptors. So this is a twelfth of a core, which workerd gets on a machine that does much else: there the rooms
 * do not ring before their turns (overdueRooms.ts).
 */
const MAX_PER_SECOND = 20;
/** How often a room that wakes, rings and sleeps again makes workerd wait for the disk (6 fsyncs were counted, and a margin). */
const SYNCS_PER_RING = 8;
/** The share of its time in which workerd may wait for that: it does nothing else then, and presses need the disk, too. */
const DISK_SHARE = 1 / 4;

/** The first turn is so many seconds after the start: the start program lets the rooms ring before (overdueRooms.ts). */
const FIRST_TURN_S = 10;

/**
 * How many rooms may wake for their alarms within a second. `limit`: the descriptors of workerd; null: not known.
 * `syncMs`: how long the disk takes for an fsync.
 */
export function wakesPerSecond(limit: number | null, syncMs: number): number {
  const awakeAtOnce = limit === null ? Infinity : (limit * SHARE) / DESCRIPTORS_PER_ROOM;
  const byDescriptors = awakeAtOnce / (AWAKE_MS / 1000);
  const byDisk = (1000 * DISK_SHARE) / (SYNCS_PER_RING * syncMs);
  return Math.max(1, Math.floor(Math.min(MAX_PER_SECOND, byDescriptors, byDisk)));
}

/**
 * The alarms that have to be moved, and to when, by their place in `alarms`. No alarm becomes earlier. Those that are to
 * come keep their moment, unless too many of them are in one second. The overdue ones get what is left, the latest first:
 * somebody may still wait for that one.
 */
export function takeTurns(
  alarms: readonly number[],
  now: number,
  perSecond: number,
): ReadonlyMap<number, number> {
  const moved = new Map<number, number>();
  const wakes = new Map<number, number>(); // by second from now on
  const places = [...alarms.keys()].sort((a, b) => timeOf(a) - timeOf(b));
  const coming = places.findIndex((place) => timeOf(place) >= now);
  const firstComing = coming === -1 ? places.length : coming;
  let free = 0;
  for (const place of places.slice(firstComing)) free = take(place, Math.max(free, secondOf(place)));
  free = FIRST_TURN_S;
  for (const place of places.slice(0, firstComing).reverse()) free = take(place, free);
  return moved;

  function timeOf(place: number): number {
    return alarms[place] ?? now;
  }
  function secondOf(place: number): number {
    return Math.floor((timeOf(place) - now) / 1000);
  }
  /** Gives the alarm a turn in this second or the next one that has one left; returns which. */
  function take(place: number, from: number): number {
    let second = from;
    while ((wakes.get(second) ?? 0) >= perSecond) second++;
    const before = wakes.get(second) ?? 0;
    wakes.set(second, before + 1);
    const beginsAt = now + second * 1000;
    if (timeOf(place) < beginsAt) moved.set(place, beginsAt + Math.floor((before * 1000) / perSecond));
    return second;
  }
}
