/**
 * When a room wakes for its alarm. To open the database of a room that sleeps takes workerd 2 ms, so rooms whose periods
 * end at the same moment would ring one after another. A room that somebody hears therefore wakes some seconds before its
 * alarm, sets the alarm again, and is awake when it rings; one that nobody hears may wake later than its alarm, because
 * what is due happens before anybody is told of the room. By how much is spread over the rooms: it follows from the
 * room's id. PURE; moments are epoch ms, lengths are ms.
 */

/** workerd keeps a room awake for this long after its last event. */
const AWAKE_MS = 10_000;
/** How long before its alarm a room that is heard wakes. Less than AWAKE_MS, or it would sleep again until the alarm. */
const MIN_EARLY_MS = 1500;
const MAX_EARLY_MS = 9000;
/** How long after its alarm a room that nobody hears wakes at most. */
const MAX_LATE_MS = 60_000;
/** No period is longer than a day. What comes later than this, in ms, is a look whether the room is abandoned. */
const LOOK_MS = 26 * 60 * 60 * 1000;

/** When the platform shall wake the room for an alarm at `at`. `room`: the name of its file, hexadecimal digits. */
export function wakeTimeOf(room: string, isHeard: boolean, at: number, now: number): number {
  if (at - now <= AWAKE_MS) return at; // the room is awake until then
  const share = parseInt(room.slice(0, 8), 16) / 2 ** 32;
  const mayBeLate = !isHeard || at - now > LOOK_MS;
  const shift = mayBeLate ? share * MAX_LATE_MS : -(MIN_EARLY_MS + share * (MAX_EARLY_MS - MIN_EARLY_MS));
  return Math.floor(at + shift);
}
