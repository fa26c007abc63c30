/** What the tomato's clock shows, and when that changes. PURE: `now` is epoch ms on the server's clock. */
import type { RoomView } from "./codec";
import { isAlarm, isHeld, isPeriod, isRunning, LONG_BREAK, startsAt } from "./pomodoro";

type Timed = Pick<RoomView, "phase" | "settings">;

/** The end of a running period or of a long break that will ring, or a set start, epoch ms; null where nothing is timed. */
export function endsAt({ phase }: Pick<RoomView, "phase">): number | null {
  if (isRunning(phase)) return phase.endsAt;
  return phase.state === LONG_BREAK ? phase.ringsAt : (startsAt(phase) ?? null);
}

/** The time left, in ms, also of a paused period; null where nothing is timed. */
export function leftMs(room: Pick<RoomView, "phase">, now: number): number | null {
  if (isHeld(room.phase)) return room.phase.heldMs;
  const at = endsAt(room);
  return at === null ? null : Math.max(0, at - now);
}

/** The planned length, in ms; null where nothing is timed. That of a long break is a setting. */
export function totalMs({ phase, settings }: Timed): number | null {
  if (isPeriod(phase)) return phase.totalMs;
  return phase.state === LONG_BREAK && phase.ringsAt !== null ? settings.longBreakDuration * 1000 : null;
}

/** The time since an alarm, or a long break in which nothing counts down, began, in ms; null in other states. */
export const overtimeMs = ({ phase }: Pick<RoomView, "phase">, now: number): number | null =>
  isAlarm(phase) || (phase.state === LONG_BREAK && phase.ringsAt === null)
    ? Math.max(0, now - phase.startedAt)
    : null;

/** 0 at the beginning of a period, 1 at its end; null where nothing is timed. */
export function progressOf(room: Timed, now: number): number | null {
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

/** The time left, `+m:ss` since an alarm began, `12 min` since a long break began (none in its first minute), or "". */
export function countdownText(room: Pick<RoomView, "phase">, now: number): string {
  const over = overtimeMs(room, now);
  if (over !== null && room.phase.state === LONG_BREAK)
    return over < 60_000 ? "" : `${Math.floor(over / 60_000)} min`;
  if (over !== null) return `+${clockText(Math.floor(over / 1000)).replace(/^0/, "")}`;
  const left = leftMs(room, now);
  return left === null ? "" : clockText(Math.ceil(left / 1000));
}

/** The time until the text changes, in ms; null while it does not change. */
export function nextChangeMs(room: Pick<RoomView, "phase">, now: number): number | null {
  const over = overtimeMs(room, now);
  const step = room.phase.state === LONG_BREAK ? 60_000 : 1000;
  if (over !== null) return step - (over % step);
  const left = isHeld(room.phase) ? null : leftMs(room, now);
  return left === null || left === 0 ? null : left % 1000 || 1000;
}
