/** Every error that the room answers with: its code on the wire, its HTTP status, and what it means. */
import { MAX_BYTES, MAX_LIST_BYTES, RATE_LIMIT, ROOM_RATE_LIMIT } from "./limits";

const rateOf = ({ burst, perSecond }: { burst: number; perSecond: number }): string =>
  `${burst} at once, then ${perSecond} a second`;
const RATE = rateOf(RATE_LIMIT);

export const ERRORS = {
  "bad-json": { status: 400, meaning: "the body is not JSON." },
  "bad-message": { status: 400, meaning: "a field is wrong; detail names it." },
  "not-allowed": { status: 403, meaning: "the key is missing, or a page on another host asks." },
  "wrong-key": { status: 403, meaning: "this key opens another room." },
  stale: { status: 409, meaning: "the room is not at the rev of on, or until has passed." },
  "no-undo": { status: 409, meaning: "there is nothing to take back." },
  "not-now": {
    status: 409,
    meaning:
      "it means nothing now; for pushes: no VAPID key here, or too many have subscribed; for hooks: there are as many as a room can have.",
  },
  "too-big": { status: 413, meaning: `a body has at most ${MAX_BYTES} bytes; a list ${MAX_LIST_BYTES}.` },
  "too-fast": { status: 429, meaning: `${RATE}.` },
  "not-stored": { status: 503, meaning: "the server cannot store changes at present: nothing has changed." },
} as const satisfies Record<string, { status: number; meaning: string }>;

export type ErrorCode = keyof typeof ERRORS;

export interface ErrorMessage {
  type: "error";
  code: ErrorCode;
  /** For people who write clients; names the field where a field is wrong. */
  detail: string;
  /** The `id` of the action that this answers. */
  id?: string;
}

export function errorMessage(code: ErrorCode, detail: string, id?: string): ErrorMessage {
  return { type: "error", code, detail, ...(id === undefined ? {} : { id }) };
}

/** The answer to a change that the disk cannot take at present. */
export const notStored = (id?: string): ErrorMessage =>
  errorMessage("not-stored", "the server cannot store changes at present; nothing has changed", id);

/** The answer to a key of another room. */
export const wrongKey = (id?: string): ErrorMessage =>
  errorMessage("wrong-key", "this key opens another room", id);

/** The answer to a sender who sends more than the rate limit allows. */
export const tooFast = (id?: string): ErrorMessage => errorMessage("too-fast", RATE, id);

/** The answer to an action in a room that all senders together change more often than its limit allows. */
export const tooFastInRoom = (id?: string): ErrorMessage =>
  errorMessage("too-fast", `changes of a room: ${rateOf(ROOM_RATE_LIMIT)}`, id);
