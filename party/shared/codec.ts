/** The machine's union and the room message: each made of the other, in this one place. */
import {
  BREAK_ALARM,
  IDLE,
  isAlarm,
  isPeriod,
  isRunning,
  LONG_BREAK,
  MESSAGES,
  rangAt,
  SHORT_BREAK,
  WORK,
  WORK_ALARM,
} from "./pomodoro";
import type { Phase, Pomodoro, Shared } from "./pomodoro";
import type { RoomMessage } from "./serverMessages";
import { eachSetting, SETTINGS, settingsToWire } from "./settings";

/** What a client knows of the room: everything but what an undo would restore. */
export interface RoomView extends Shared {
  /** Until when the last change can be undone, epoch ms; null: it cannot. */
  readonly undoUntil: number | null;
}

/** The whole room as it is told at `now`; everything that is due must have been settled. */
export function toRoomMessage(pomodoro: Pomodoro, now: number): RoomMessage {
  const { settings, cycle, phase, list, turns, title, rev, by, did, undo } = pomodoro;
  const period = isPeriod(phase) ? phase : null;
  const longBreak = phase.state === LONG_BREAK ? phase : null;
  const rang = rangAt(phase);
  return {
    type: "room",
    v: 1,
    state: phase.state,
    message: MESSAGES[phase.state],
    ...settingsToWire(settings),
    cycle,
    rev,
    started_at: phase.startedAt,
    ends_at: isRunning(phase) ? phase.endsAt : (longBreak?.ringsAt ?? null),
    total_ms: period?.totalMs ?? null,
    held_ms: period && "heldMs" in period ? period.heldMs : null,
    continues_at: isAlarm(phase) ? phase.continuesAt : null,
    over: longBreak?.over ?? false,
    ...(rang === null ? {} : { rang_at: rang }),
    ...(phase.state === IDLE && phase.startsAt !== undefined ? { starts_at: phase.startsAt } : {}),
    ...(list.length === 0 ? {} : { list: [...list] }),
    ...(turns && { turns: { names: [...turns.names], at: turns.at } }),
    ...(title === undefined ? {} : { title }),
    undo_until: undo && now <= undo.until ? undo.until : null,
    by: by === null ? null : { ...by },
    ...(did === null ? {} : { did }),
    now,
  };
}

export function fromRoomMessage(message: RoomMessage): RoomView {
  return {
    settings: eachSetting((name) => message[SETTINGS[name].wire]),
    cycle: message.cycle,
    rev: message.rev,
    by: message.by,
    did: message.did ?? null,
    phase: phaseOf(message),
    list: message.list ?? [],
    turns: message.turns ?? null,
    ...(message.title && { title: message.title }),
    undoUntil: message.undo_until,
  };
}

function phaseOf(message: RoomMessage): Phase {
  const { state, rang_at: rang } = message;
  const startedAt = message.started_at ?? message.now;
  // A server of before `rang_at` does not tell when it rang; an alarm that the timer began did ring.
  const rangAt = rang ?? (message.by?.via === "timer" && state !== LONG_BREAK ? startedAt : null);
  switch (state) {
    case IDLE:
      return { state, startedAt: message.started_at, startsAt: message.starts_at };
    case WORK:
    case SHORT_BREAK: {
      const period = { state, startedAt, totalMs: message.total_ms ?? 0, rangAt: rang };
      return message.held_ms === null
        ? { ...period, endsAt: message.ends_at ?? startedAt }
        : { ...period, heldMs: message.held_ms };
    }
    case BREAK_ALARM:
    case WORK_ALARM:
      return { state, startedAt, continuesAt: message.continues_at, rangAt };
    case LONG_BREAK:
      return { state, startedAt, ringsAt: message.ends_at, over: message.over, rangAt };
  }
}
