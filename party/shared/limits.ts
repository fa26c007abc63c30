/** Limits that both sides of the wire know. */

/** Bytes of one message from a client, or of one HTTP body. */
export const MAX_BYTES = 4096;
/** The same of an action `list`: the longest one takes three quarters of it. */
export const MAX_LIST_BYTES = 16_384;
/** At most this many people are listed; `count` counts everyone. */
export const MAX_LISTED_PEOPLE = 50;
/** Characters of a name: a person's, a device's or a board's. */
export const MAX_NAME = 32;
/** Characters of an item of the list, and of what a person works on. */
export const MAX_TEXT = 80;
/** Items of a room's list. */
export const MAX_ITEMS = 30;
/** So many people can take turns. */
export const TURN_NAMES = { min: 2, max: 20 } as const;
/** UTF-16 units of the `id` that a client gives to an action. */
export const MAX_ID = 40;
/** A room keeps this many history records; the oldest leave first. */
export const MAX_RECORDS = 2000;

/** One sender may send `burst` messages at once, and then `perSecond`. */
export const RATE_LIMIT = { burst: 20, perSecond: 5 } as const;
/**
 * All senders of a room together may change it this often, over every connection and over HTTP: whoever connects again
 * and again has a new limit each time. A class of 100 in which everyone presses often stays below it.
 */
export const ROOM_RATE_LIMIT = { burst: 400, perSecond: 40 } as const;

/** Control characters, line separators, bidirectional overrides and isolates, halves of a character. */
export const UNSAFE_CHARACTERS = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\p{Cs}]/u;

/** The nearest name that the room accepts. */
export const toSafeName = (text: string): string =>
  [
    ...[...text]
      .filter((one) => !UNSAFE_CHARACTERS.test(one))
      .join("")
      .trim(),
  ]
    .slice(0, MAX_NAME)
    .join("");
