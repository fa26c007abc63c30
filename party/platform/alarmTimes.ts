/**
 * When a room wakes for its alarm. To open the database of a room that sleeps takes workerd 2 ms, so rooms whose
 * periods end at the same moment would ring one after another. A room that somebody hears therefore wakes some seconds
 * before its alarm, sets the alarm again, and is awake when it rings; one that nobody hears may wake later than its
 * alarm, because what is due happens before anybody is told of the room. How much earlier or later follows from the
 * room's id, so it is spread over the rooms. PURE; moments are epoch ms, lengths are ms.
 */

/** workerd keeps a room awake for this long after its last event. */
const AWAKE_MS = 10_000;
/** How long before its alarm a room that is heard wakes. Less than AWAKE_MS, or it would sleep again until the alarm. */
const MIN_EARLY_MS = 1500;
const MAX_EARLY_MS = 9000;
/**
 * How long after its alarm a room that nobody hears wakes at most. Each wake costs the disk several syncs, and so does the
 * room's going to sleep: 10,000 rooms are then 33 a second.
 */
export const MAX_LATE_MS = 5 * 60_000;
/**
 * What comes later than this, in ms, is no period but a look whether the room is abandoned. Such looks are as spread as
 * the changes or looks before them.
 */
const LOOK_MS = 12 * 60 * 60 * 1000;

/** When the platform shall wake the room for an alarm at `at`. `room`: the name of its file, hexadecimal digits. */
export function wakeTimeOf(room: string, isHeard: boolean, at: number, now: number): number {
  // The room is awake until then, or only looks.
  if (at - now <= AWAKE_MS || at - now > LOOK_MS) return at;
  const share = parseInt(room.slice(0, 8), 16) / 2 ** 32;
  const shift = isHeard ? -(MIN_EARLY_MS + share * (MAX_EARLY_MS - MIN_EARLY_MS)) : share * MAX_LATE_MS;
  return Math.floor(at + shift);
}
