/**
 * What the extension does at a moment: the icon, the sites that are blocked, the socket, and when to look again. It
 * follows from what is known, so the browser may end the background at any moment and start it again. PURE.
 */
import { fromRoomMessage } from "../../party/shared/codec";
import type { RoomView } from "../../party/shared/codec";
import { leftMs } from "../../party/shared/countdown";
import {
  IDLE,
  isAlarm,
  isHeld,
  isPeriod,
  isRunning,
  LONG_BREAK,
  nextDeadline,
  WORK,
} from "../../party/shared/pomodoro";
import type { State as RoomState } from "../../party/shared/phases";
import { predict } from "../../src/room/predict";
import type { State } from "./state";

/** A room that has not been heard of for so long cannot be reached, in ms: nothing is blocked any more. */
export const PATIENCE_MS = 60_000;
/** How often a room is asked in which no period runs, in ms. */
export const ASK_MS = 60_000;
/** The pause after the first failed attempt to open the socket, in ms. It doubles with each further one. */
const RETRY_MS = 1000;
const MAX_RETRY_MS = 30_000;
/** How long an attempt may take, in ms. */
export const ATTEMPT_MS = 5000;
/** For so long after a period has ended or the room was reset somebody is likely to begin the next period, in ms. */
const ANSWER_MS = 10 * 60_000;
const MINUTE_MS = 60_000;

export interface Plan {
  readonly icon: Icon;
  /** Empty: nothing is blocked. */
  readonly blocked: readonly string[];
  /** Whether there is to be a socket. */
  readonly wantsSocket: boolean;
  /** Whether to try to open it now, and whether to ask the room over HTTP now. */
  readonly opens: boolean;
  readonly asks: boolean;
  /** When this plan changes by itself: device ms; null: it does not. */
  readonly nextAt: number | null;
}

/** `state` null: no room, or one of which nothing is known yet. */
export interface Icon {
  readonly state: RoomState | null;
  readonly isHeld: boolean;
  /** The minutes left, each one counted when it begins; null where nothing is timed. */
  readonly minutes: number | null;
  readonly isReached: boolean;
}
const NO_ICON: Icon = { state: null, isHeld: false, minutes: null, isReached: true };

/** The room at `now` (device ms), moved on by the machine; null where nothing is known. */
export function roomAt({ message, offsetMs }: State["known"], now: number): RoomView | null {
  return message === null ? null : predict(fromRoomMessage(message), [], now + offsetMs);
}

/** `now`: device ms. */
export function plan(state: State, now: number): Plan {
  const { settings, known, socket } = state;
  if (settings.link === null)
    return { icon: NO_ICON, blocked: [], wantsSocket: false, opens: false, asks: false, nextAt: null };
  const room = roomAt(known, now);
  const serverNow = now + known.offsetMs;
  // A clock that was set back makes the last contact one of the future.
  const isReached = Math.abs(now - known.reachedAt) < PATIENCE_MS;
  const isTimed = room !== null && (isRunning(room.phase) || isTimedBreak(room));
  const answersUntil = room === null ? null : likelyUntil(room);

  const wantsSocket = isTimed || state.isShown || (answersUntil !== null && serverNow < answersUntil);
  const pauseMs = socket.failures === 0 ? 0 : Math.min(RETRY_MS * 2 ** (socket.failures - 1), MAX_RETRY_MS);
  const retryAt = since(socket.triedAt, now) + pauseMs;
  const opens = wantsSocket && !socket.isOpen && retryAt <= now;
  const askAt = since(Math.max(known.askedAt, known.reachedAt), now) + ASK_MS;
  const asks = !(wantsSocket && socket.isOpen) && askAt <= now;

  const isWork = room?.phase.state === WORK && isRunning(room.phase);
  const grace = isWork && settings.grace?.startedAt === room.phase.startedAt ? settings.grace : null;
  const isFree = grace !== null && serverNow < grace.until;
  const blocked = isWork && isReached && !isFree ? settings.sites : [];

  const left = room === null ? null : leftMs(room, serverNow);
  const hasMinutes = room !== null && room.phase.state !== IDLE && left !== null;
  const deadline = room === null ? null : nextDeadline(room);
  const moments = [
    isTimed && left !== null ? now + (left % MINUTE_MS || MINUTE_MS) : null,
    deadline === null ? null : deadline - known.offsetMs,
    answersUntil === null ? null : answersUntil - known.offsetMs,
    isReached ? known.reachedAt + PATIENCE_MS : null,
    isFree ? grace.until - known.offsetMs : null,
    wantsSocket && !socket.isOpen ? retryAt : null,
    wantsSocket && socket.isOpen ? null : askAt,
  ].filter((at) => at !== null && at > now);
  return {
    icon: {
      state: room?.phase.state ?? null,
      isHeld: room !== null && isHeld(room.phase),
      minutes: hasMinutes ? Math.ceil(left / MINUTE_MS) : null,
      isReached: isReached || known.reachedAt === 0,
    },
    blocked,
    wantsSocket,
    opens,
    asks,
    nextAt: moments.length === 0 ? null : Math.min(...(moments as number[])),
  };
}

const likelyUntil = ({ phase }: RoomView): number | null =>
  isPeriod(phase) || phase.startedAt === null ? null : phase.startedAt + ANSWER_MS;

const isTimedBreak = ({ phase }: RoomView): boolean => phase.state === LONG_BREAK && phase.ringsAt !== null;

/** A moment of the past. One that is later than now is from before the clock was set back, and counts as none. */
const since = (at: number, now: number): number => (at > now ? 0 : at);

/** The text on the icon. Three characters have room. */
export function badgeText({ state, minutes }: Icon): string {
  if (minutes !== null) return minutes > 999 ? `${Math.floor(minutes / 60)}h` : String(minutes);
  if (state === null || state === IDLE) return "";
  return isAlarm({ state } as RoomView["phase"]) ? "!" : "~";
}

/** Red for work and its end, green for the short break and its end, blue for the long break, as the ring of the tomato. */
const COLOURS = ["#6b3322", "#b3220f", "#b3220f", "#2a6a26", "#2a6a26", "#2b5f9e"] as const;
const PAUSED = "#6b3322";
const OUT_OF_REACH = "#5f6368";

export function badgeColour({ state, isHeld, isReached }: Icon): string {
  if (!isReached) return OUT_OF_REACH;
  return isHeld || state === null ? PAUSED : COLOURS[state];
}
