/** What the tomato's clock shows, and when it must be looked at again. PURE: `now` is server time in ms. */
import { BREAK_ALARM, LONG_BREAK, WORK_ALARM } from "../../party/shared/pomodoro";
import type { RoomMessage } from "../../party/shared/serverMessages";

/** Milliseconds left in a timed state, held ones and a long break that will ring included; null where nothing is timed. */
export function leftMs(room: RoomMessage, now: number): number | null {
  if (room.held_ms !== null) return room.held_ms;
  return room.ends_at === null ? null : Math.max(0, room.ends_at - now);
}

/** The planned length of what runs, in ms; null where nothing is timed. A long break's is a setting. */
const totalMs = (room: RoomMessage): number | null =>
  room.state === LONG_BREAK && room.ends_at !== null ? room.long_break_duration * 1000 : room.total_ms;

/** Milliseconds since an alarm began; null in other states. */
export const overtimeMs = (room: RoomMessage, now: number): number | null =>
  (room.state === BREAK_ALARM || room.state === WORK_ALARM) && room.started_at !== null
    ? Math.max(0, now - room.started_at)
    : null;

/** 0 at the beginning of a period, 1 at its end; null where nothing is timed. */
export function progressOf(room: RoomMessage, now: number): number | null {
  const left = leftMs(room, now);
  const total = totalMs(room);
  return left === null || !total ? null : Math.min(1, Math.max(0, 1 - left / total));
}

/** `mm:ss`, from an hour on `h:mm:ss`. */
export function clockText(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
}

/** What stands under the message: the time left, `+m:ss` since an alarm, or nothing. */
export function countdownText(room: RoomMessage, now: number): string {
  const over = overtimeMs(room, now);
  if (over !== null) return `+${clockText(Math.floor(over / 1000)).replace(/^0/, "")}`;
  const left = leftMs(room, now);
  return left === null ? "" : clockText(Math.ceil(left / 1000));
}

/** Milliseconds until the text changes; null while it stands still. */
export function nextChangeMs(room: RoomMessage, now: number): number | null {
  const over = overtimeMs(room, now);
  if (over !== null) return 1000 - (over % 1000);
  const left = room.held_ms === null ? leftMs(room, now) : null;
  return left === null || left === 0 ? null : left % 1000 || 1000;
}
