import type { RoomMessage } from "../../party/shared/serverMessages";

/** What the board's side needs to know of the room, and no more. */

/** The fields of the room message that a board cares for; times in epoch ms on the server's clock. */
export type RoomSnapshot = Readonly<Pick<RoomMessage, "state" | "rev" | "ends_at" | "total_ms" | "held_ms">>;

/** The answer to an action: how long it took in ms, or the server's code, or that there was no server. */
export type RoomAnswer =
  { readonly ok: true; readonly ms: number } | { readonly ok: false; readonly code: string };

/** The code of an answer that never came from a server. */
export const OUT_OF_REACH = "out-of-reach";

/** `on`: the rev it was aimed at. `until`: server time in ms after which it must not happen. */
export interface Aim {
  readonly on: number;
  readonly until: number;
}

export interface RoomLink {
  /** The room as last heard; null before the first message. */
  readonly snapshot: RoomSnapshot | null;
  /** Whether the connection is up at this moment. */
  readonly up: boolean;
  /** The server's clock as estimated, epoch ms. */
  now(): number;
  /** Calls back after `snapshot` or `up` has changed; returns how to stop. */
  subscribe(callback: () => void): () => void;
  press(action: Aim & { readonly via: "board" }): Promise<RoomAnswer>;
  skip(action: Aim): Promise<RoomAnswer>;
}

/** The snapshot if the room can be talked to now, else null. */
export const inReach = (room: RoomLink): RoomSnapshot | null => (room.up ? room.snapshot : null);
