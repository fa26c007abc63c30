/** What the Host sheet shows of this tab's board, and how it changes. */
import type { BoardError, BoardIdentity, BoardKind, BoardLog, LightState } from "./board";
import { MAX_EVENTS } from "./limits";
import { makeObservable } from "./observable";
import type { Observable } from "./observable";
import type { BoardAction } from "./relay";
import type { RoomAnswer } from "./roomLink";

/**
 * The status of this tab's board.
 * `off`: no board. `opening`: the device is being opened. `handshake`: waiting for the board's hello. `live`: it works.
 * `waiting`: not plugged in, or not granted any more; the host opens it when it is plugged in. `returns`: whether the
 * browser then gives it back by itself; null: not known. `elsewhere`: another tab owns it; `owner` is that tab's title, or
 * null if it does not answer; this tab takes the board over when it becomes available.
 * `failed`: see the error's code; a later hello ends the failure of a board that was opened. `isTrying`: the host still
 * tries to open it.
 */
export type HostStatus =
  | { readonly phase: "off" | "opening" | "handshake" | "live" }
  | { readonly phase: "waiting"; readonly kind: BoardKind; readonly returns: boolean | null }
  | { readonly phase: "elsewhere"; readonly owner: string | null }
  | { readonly phase: "failed"; readonly error: BoardError; readonly isTrying?: boolean };

/** The connected board, as the others in the room see it. */
export interface ConnectedBoard extends BoardIdentity {
  readonly kind: BoardKind;
}

/** One of the last events. `at` is epoch ms on the server's clock; `answer` is null until the room has answered. */
export type HostEvent = { readonly id: number; readonly at: number } & (
  | { readonly type: BoardAction; readonly answer: RoomAnswer | null }
  | { readonly type: "log"; readonly log: BoardLog; readonly detail: string }
  | { readonly type: "status"; readonly status: HostStatus }
);

export interface HostView {
  readonly status: HostStatus;
  /** Null before hello and while the board is unplugged. */
  readonly board: ConnectedBoard | null;
  /** What its light shows, as far as the host knows; `colourAt` gives the colour. */
  readonly light: LightState | null;
  /** Whether the room can be reached; while it cannot, presses are refused and the light shows offline. */
  readonly isRoomReachable: boolean;
  /** Newest first, at most MAX_EVENTS. */
  readonly events: readonly HostEvent[];
}

type NewEvent = HostEvent extends infer Event
  ? Event extends HostEvent
    ? Omit<Event, "id" | "at">
    : never
  : never;

/** The view and the ways in which the host changes it. */
export interface HostViewStore {
  readonly view: Observable<HostView>;
  update(part: Partial<HostView>): void;
  /** Sets the status and lists it as an event, unless it is the same as before. */
  setStatus(status: HostStatus): void;
  /** Returns the event's id. */
  addEvent(event: NewEvent): number;
  /** Fills in the answer of the action with this event id. */
  setAnswer(id: number, answer: RoomAnswer): void;
}

/** `now` returns epoch ms on the server's clock. */
export function makeHostView(isRoomReachable: boolean, now: () => number): HostViewStore {
  const view = makeObservable<HostView>({
    status: { phase: "off" },
    board: null,
    light: null,
    isRoomReachable,
    events: [],
  });
  let lastId = 0;

  const update = (part: Partial<HostView>) => view.set({ ...view.value, ...part });

  function addEvent(event: NewEvent): number {
    update({ events: withEvent(view.value.events, { ...event, id: ++lastId, at: now() }) });
    return lastId;
  }

  return {
    view,
    update,
    addEvent,
    setStatus(status) {
      const { phase } = view.value.status;
      if (status.phase === phase && phase !== "failed" && phase !== "elsewhere") return;
      update({ status });
      addEvent({ type: "status", status });
    },
    setAnswer: (id, answer) => update({ events: withAnswer(view.value.events, id, answer) }),
  };
}

/** Adds an event and drops the oldest. Consecutive noise is one event, because a boot message has many lines. */
function withEvent(events: readonly HostEvent[], event: HostEvent): readonly HostEvent[] {
  const [newest, ...older] = events;
  const isNoise = (one: HostEvent | undefined) => one?.type === "log" && one.log === "noise";
  return [event, ...(isNoise(event) && isNoise(newest) ? older : events)].slice(0, MAX_EVENTS);
}

const withAnswer = (events: readonly HostEvent[], id: number, answer: RoomAnswer): readonly HostEvent[] =>
  events.map((event) => (event.id === id && "answer" in event ? { ...event, answer } : event));
