import { isHeld, isPeriod } from "../../party/shared/pomodoro";
import type { RoomSnapshot } from "./roomLink";
import type { StateFrame } from "./wire";

/** Whole seconds, rounded up, so that a board never shows 0 while time is left. */
const toSeconds = (ms: number): number => Math.max(0, Math.ceil(ms / 1000));

/**
 * The room's state for a board at `now` (server's clock, epoch ms). `left` and `total` are 0 in every state but WORK
 * and SHORT_BREAK. The long break is one of these: it ends with a press and not with its optional ring.
 */
export function stateFrame({ phase }: RoomSnapshot, now: number): StateFrame {
  if (!isPeriod(phase)) return { s: phase.state, left: 0, total: 0, held: 0 };
  const leftMs = isHeld(phase) ? phase.heldMs : phase.endsAt - now;
  const total = toSeconds(phase.totalMs);
  return { s: phase.state, left: Math.min(toSeconds(leftMs), total), total, held: isHeld(phase) ? 1 : 0 };
}
