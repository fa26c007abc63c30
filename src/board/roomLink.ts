/** What the board layer needs of the room, and no more. */
import type { Shared } from "../../party/shared/pomodoro";

/** The room's revision and phase; the phase's times are epoch ms on the server's clock. */
export type RoomSnapshot = Pick<Shared, "rev" | "phase">;

/** The answer to an action: the time that it took in ms, or an error code (the server's, or OUT_OF_REACH). */
export type RoomAnswer =
  { readonly ok: true; readonly ms: number } | { readonly ok: false; readonly code: string };

/** The error code of an action that was not sent, or that has lost its connection before the answer. */
export const OUT_OF_REACH = "out-of-reach";

/** When an action may happen: only at revision `on`, and not later than `until` (server's clock, epoch ms). */
export interface ActionConditions {
  readonly on: number;
  readonly until: number;
}

/** What a board can ask of a room; the names are those of the wire. */
export type RoomAction =
  | { readonly action: "press"; readonly via: "board" }
  | { readonly action: "skip" | "hold" | "resume" }
  | { readonly action: "extend"; readonly seconds: number };

export interface RoomLink {
  /** The latest known state of the room; null before the first message. */
  readonly snapshot: RoomSnapshot | null;
  /** Whether the room can be reached at this moment. */
  readonly isConnected: boolean;
  /** The server's clock as estimated, epoch ms. */
  now(): number;
  /** Called every PING_AFTER_MS while a board shows the room: finds out whether the connection to the room is dead. */
  probe(): void;
  /** Calls back after `snapshot` or `isConnected` has changed; returns a function that unsubscribes. */
  subscribe(callback: () => void): () => void;
  /** Resolves with the answer; may reject, which means that the connection was lost. */
  act(action: RoomAction, conditions: ActionConditions): Promise<RoomAnswer>;
}

/** The snapshot if the room can be reached now, else null. */
export const reachableSnapshot = (room: RoomLink): RoomSnapshot | null =>
  room.isConnected ? room.snapshot : null;
