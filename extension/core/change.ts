/** How what is known changes: by messages of the room, by what a person does, and by what becomes of the socket. PURE. */
import { isRunning, WORK } from "../../party/shared/pomodoro";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { roomAt } from "./plan";
import { NO_SOCKET, NOTHING_KNOWN } from "./state";
import type { RoomLink, State } from "./state";

/** How long a person may see the blocked sites, once in each period of work, in ms. */
export const GRACE_MS = 5 * 60_000;

/** The room has told its state. An answer over HTTP may arrive after a later message of the socket, and is none then. */
export function hear(state: State, message: RoomMessage, now: number): State {
  const { message: before } = state.known;
  if (before !== null && message.rev < before.rev && message.now < before.now) return reach(state, now);
  return {
    ...state,
    known: { ...state.known, message, offsetMs: message.now - now, reachedAt: now },
  };
}

/** The server has answered something else, such as a heartbeat. */
export const reach = (state: State, now: number): State => ({
  ...state,
  known: { ...state.known, reachedAt: now },
});

export const ask = (state: State, now: number): State => ({
  ...state,
  known: { ...state.known, askedAt: now },
});

export const tryOpening = (state: State, now: number): State => ({
  ...state,
  socket: { ...state.socket, triedAt: now, failures: state.socket.failures + 1 },
});
export const open = (state: State): State => ({ ...state, socket: { ...NO_SOCKET, isOpen: true } });
/** The socket has ended. The next attempt waits a moment, since many may have lost theirs. */
export const lose = (state: State, now: number): State => ({
  ...state,
  socket: { isOpen: false, triedAt: now, failures: Math.max(1, state.socket.failures) },
});

/** Another room, or null for none. What was known of the old one is forgotten. */
export const choose = (state: State, link: RoomLink | null): State => ({
  ...state,
  settings: { ...state.settings, link, grace: null },
  known: NOTHING_KNOWN,
  socket: NO_SOCKET,
});

/** Whether the five minutes are left in this period of work. */
export function hasGrace(state: Pick<State, "known" | "settings">, now: number): boolean {
  const phase = roomAt(state.known, now)?.phase;
  return phase?.state === WORK && isRunning(phase) && state.settings.grace?.startedAt !== phase.startedAt;
}

/** "5 minutes, please". Null where there are none left, or no work runs. */
export function takeGrace(state: State, now: number): State | null {
  const phase = roomAt(state.known, now)?.phase;
  if (!hasGrace(state, now) || phase?.startedAt == null) return null;
  const grace = { startedAt: phase.startedAt, until: now + state.known.offsetMs + GRACE_MS };
  return { ...state, settings: { ...state.settings, grace } };
}
