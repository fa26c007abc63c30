/**
 * Wire, version 1: one JSON object a message, on /parties/main/<room>. Both directions are here, named by direction;
 * whoever sends writes `satisfies`, whoever receives parses.
 * Moments are epoch milliseconds on the server's clock,
 * durations are seconds, as in the course. Unknown fields are ignored on both sides. `requests.ts` reads what clients
 * send, `answers.ts` what the server sends.
 */
import type { Role } from "./access";
import { isAlarm, isPeriod, isRunning, LONG_BREAK, MESSAGES } from "./pomodoro";
import type { Action, By, Pomodoro, Refusal, Settings } from "./pomodoro";

/** Bytes of one message from a client, or of one HTTP body. */
export const MAX_BYTES = 4096;
/** At most this many people are listed; `count` counts all. */
export const MAX_LISTED = 50;

/* Server → client */

export interface RoomMessage {
  type: "room";
  v: 1;
  state: 0 | 1 | 2 | 3 | 4 | 5;
  message: string;
  work_duration: number;
  break_duration: number;
  number_cycles: number;
  long_break_duration: number;
  auto_continue: number;
  cycle: number;
  rev: number;
  started_at: number | null;
  ends_at: number | null;
  total_ms: number | null;
  held_ms: number | null;
  continues_at: number | null;
  over: boolean;
  undo_until: number | null;
  by: By | null;
  now: number;
  /** The `id` of the action that this answers. */
  id?: string;
}

export type ErrorCode = Refusal["code"] | "bad-json" | "too-big" | "too-fast" | "not-allowed" | "wrong-key";

export interface ErrorMessage {
  type: "error";
  code: ErrorCode;
  /** For people who write clients; names the field where a field is wrong. */
  detail: string;
  id?: string;
}
export interface PongMessage {
  type: "pong";
  t0: number;
  now: number;
}
export interface YouMessage {
  type: "you";
  /** The one in `people`. */
  id: string;
  role: Role;
}
export interface Board {
  name: string;
  kind: string;
}
export interface PersonListed {
  id: string;
  name: string | null;
  role: Role;
  board: Board | null;
}
export interface PeopleMessage {
  type: "people";
  count: number;
  people: PersonListed[];
}
export type ServerMessage = RoomMessage | ErrorMessage | PongMessage | YouMessage | PeopleMessage;

export function errorMessage(code: ErrorCode, detail: string, id?: string): ErrorMessage {
  return { type: "error", code, detail, ...(id === undefined ? {} : { id }) };
}

/** The whole room as it is told at `now`; nothing due may be unsettled. */
export function roomMessage(pomodoro: Pomodoro, now: number): RoomMessage {
  const { settings, cycle, phase, rev, by, undo } = pomodoro;
  const period = isPeriod(phase) ? phase : null;
  const running = isRunning(phase) ? phase : null;
  const longBreak = phase.state === LONG_BREAK ? phase : null;
  return {
    type: "room",
    v: 1,
    state: phase.state,
    message: MESSAGES[phase.state],
    work_duration: settings.workDuration,
    break_duration: settings.breakDuration,
    number_cycles: settings.numberCycles,
    long_break_duration: settings.longBreakDuration,
    auto_continue: settings.autoContinue,
    cycle,
    rev,
    started_at: phase.startedAt,
    ends_at: running?.endsAt ?? longBreak?.ringsAt ?? null,
    total_ms: period?.totalMs ?? null,
    held_ms: period && "heldMs" in period ? period.heldMs : null,
    continues_at: isAlarm(phase) ? phase.continuesAt : null,
    over: longBreak?.over ?? false,
    undo_until: undo && now <= undo.until ? undo.until : null,
    by,
    now,
  };
}

/* Client → server */

/** What an action was aimed at; every action that changes the room may carry it. */
export interface Aim {
  /** The `rev` it was aimed at: if the room is elsewhere, nothing happens and the answer is `stale`. */
  on?: number;
  /** Server time in ms after which it must not happen (`stale` too). */
  until?: number;
  /** At most 40 characters, echoed in the answer. */
  id?: string;
}
export interface SettingsFields {
  work_duration?: number;
  break_duration?: number;
  number_cycles?: number;
  long_break_duration?: number;
  auto_continue?: number;
}
/** Fields left out keep their value, so they must not be there as undefined either. */
export function settingsOf(fields: { [F in keyof SettingsFields]?: number | undefined }): Partial<Settings> {
  return {
    ...(fields.work_duration !== undefined && { workDuration: fields.work_duration }),
    ...(fields.break_duration !== undefined && { breakDuration: fields.break_duration }),
    ...(fields.number_cycles !== undefined && { numberCycles: fields.number_cycles }),
    ...(fields.long_break_duration !== undefined && { longBreakDuration: fields.long_break_duration }),
    ...(fields.auto_continue !== undefined && { autoContinue: fields.auto_continue }),
  };
}

export type ChangeMessage = Aim &
  (
    | { action: "press"; via?: "app" | "board" }
    | { action: "reset" | "skip" | "hold" | "resume" | "undo" }
    | { action: "extend"; seconds: number }
    | ({ action: "setup"; when?: "now" | "next" } & SettingsFields)
  );
export type ClientMessage =
  | ChangeMessage
  | { action: "join"; key?: string; name?: string }
  | { action: "board"; board: Board | null }
  | { action: "ping"; t0: number };

/** What a message that changes the room asks of the machine; the fields as parsed, or as one's own client wrote them. */
export function actionOf(
  message:
    | { readonly action: "press" | "reset" | "skip" | "hold" | "resume" | "undo" }
    | { readonly action: "extend"; readonly seconds: number }
    | ({ readonly action: "setup"; readonly when?: "now" | "next" | undefined } & Parameters<
        typeof settingsOf
      >[0]),
): Action {
  switch (message.action) {
    case "extend":
      return { type: "extend", seconds: message.seconds };
    case "setup":
      return { type: "setup", settings: settingsOf(message), when: message.when ?? "now" };
    default:
      return { type: message.action };
  }
}
