import type { BoardError, BoardIdentity, BoardKind, BoardLog, LightMeaning } from "./board";
import type { Deed } from "./relay";
import type { RoomAnswer } from "./roomLink";

/**
 * How it stands with this tab's board.
 * `off`: none. `opening`: the device is being opened. `asking`: hello is being asked. `live`: it works.
 * `waiting`: unplugged, comes back by itself when plugged in. `elsewhere`: another tab owns it, `owner` is
 * that tab's title or null if it does not answer; taken over by itself when it comes free.
 * `failed`: see the error's code; a late hello still revives a board that was opened.
 */
export type HostStatus =
  | { readonly phase: "off" | "opening" | "asking" | "live" | "waiting" }
  | { readonly phase: "elsewhere"; readonly owner: string | null }
  | { readonly phase: "failed"; readonly error: BoardError };

/** The board as people see it in the room; both at most 32 characters. */
export interface BoardShown extends BoardIdentity {
  readonly kind: BoardKind;
}

/** One of the last events. `at` is epoch ms by the server's clock; `answer` is null until it has come. */
export type HostEvent = { readonly id: number; readonly at: number } & (
  | { readonly type: Deed; readonly answer: RoomAnswer | null }
  | { readonly type: "log"; readonly log: BoardLog; readonly detail: string }
  | { readonly type: "status"; readonly status: HostStatus }
);

export interface HostView {
  readonly status: HostStatus;
  /** Who said hello; null while none is known or it is unplugged. */
  readonly board: BoardShown | null;
  /** What its light shows, as far as is known; draw it with `colourAt`. */
  readonly light: LightMeaning | null;
  /** Whether the room can be reached; without it presses are refused and the light goes offline. */
  readonly inReach: boolean;
  /** Newest first, at most 20. */
  readonly events: readonly HostEvent[];
}

export const MAX_EVENTS = 20;

export type NewEvent = HostEvent extends infer Event
  ? Event extends HostEvent
    ? Omit<Event, "id" | "at">
    : never
  : never;

export const NO_BOARD: HostView = {
  status: { phase: "off" },
  board: null,
  light: null,
  inReach: false,
  events: [],
};

/** The list with one more event, the oldest gone. Noise in a row is one event: a boot message has many lines. */
export function withEvent(events: readonly HostEvent[], event: HostEvent): readonly HostEvent[] {
  const [newest, ...older] = events;
  const isNoise = (one: HostEvent | undefined) => one?.type === "log" && one.log === "noise";
  return [event, ...(isNoise(event) && isNoise(newest) ? older : events)].slice(0, MAX_EVENTS);
}

/** The list with the answer of deed `id` filled in. */
export const withAnswer = (
  events: readonly HostEvent[],
  id: number,
  answer: RoomAnswer,
): readonly HostEvent[] =>
  events.map((event) =>
    event.id === id && (event.type === "press" || event.type === "skip") ? { ...event, answer } : event,
  );
