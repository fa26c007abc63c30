/** The room as this device may believe it: the server's last word, moved on by the same pure machine. */
import {
  BREAK_ALARM,
  IDLE,
  LONG_BREAK,
  settle,
  SHORT_BREAK,
  transition,
  WORK,
  WORK_ALARM,
} from "../../party/shared/pomodoro";
import type { Action, By, Phase, Pomodoro } from "../../party/shared/pomodoro";
import type { RoomMessage } from "../../party/shared/protocol";

/** An action of this device that the server has not answered yet. */
export interface Pending {
  readonly id: string;
  readonly action: Action;
  readonly by: By;
  readonly on: number;
  /** Server ms at which it was done. */
  readonly at: number;
}

/** What can be known of the machine from the wire: everything but what an undo would bring back. */
export function replicaOf(message: RoomMessage): Pomodoro {
  return {
    settings: {
      workDuration: message.work_duration,
      breakDuration: message.break_duration,
      numberCycles: message.number_cycles,
      longBreakDuration: message.long_break_duration,
      autoContinue: message.auto_continue,
    },
    cycle: message.cycle,
    rev: message.rev,
    by: message.by,
    phase: phaseOf(message),
    undo: null,
  };
}

function phaseOf(message: RoomMessage): Phase {
  const startedAt = message.started_at ?? message.now;
  const { state } = message;
  switch (state) {
    case IDLE:
      return { state, startedAt: message.started_at };
    case WORK:
    case SHORT_BREAK: {
      const period = { state, startedAt, totalMs: message.total_ms ?? 0 };
      return message.held_ms === null
        ? { ...period, endsAt: message.ends_at ?? startedAt }
        : { ...period, heldMs: message.held_ms };
    }
    case BREAK_ALARM:
    case WORK_ALARM:
      return { state, startedAt, continuesAt: message.continues_at };
    case LONG_BREAK:
      return { state, startedAt, ringsAt: message.ends_at, over: message.over };
  }
}

/** The truth brought up to `now`, with this device's unanswered actions on top; undo waits for the server. */
export function believed(truth: Pomodoro, pending: readonly Pending[], now: number): Pomodoro {
  const settled = settle(truth, now).pomodoro;
  return pending.reduce(
    (pomodoro, { action, by, on, at }) => transition(pomodoro, { action, by, on }, at).pomodoro,
    settled,
  );
}
