import type { RoomSnapshot } from "./roomLink";
import type { StateFrame } from "./wire";

/** Rounded up, so that a light never says 0 while something is left. */
const seconds = (ms: number): number => Math.max(0, Math.ceil(ms / 1000));

/**
 * The room as a board's `state`, at `now` (server's clock, ms). Untimed states have 0 and 0, the long break
 * with its optional ring too: it is over when someone presses, not when it rings.
 */
export function stateFrame(room: RoomSnapshot, now: number): StateFrame {
  const held = room.held_ms === null ? 0 : 1;
  if (room.total_ms === null) return { s: room.state, left: 0, total: 0, held };
  const total = seconds(room.total_ms);
  const left = room.held_ms ?? (room.ends_at === null ? 0 : room.ends_at - now);
  return { s: room.state, left: Math.min(seconds(left), total), total, held };
}
