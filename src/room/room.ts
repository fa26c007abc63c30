/** What a room offers a page: its state as signals, and the actions that a person can take in it. */
import type { Accessor } from "solid-js";
import type { Role } from "../../party/shared/access";
import type { ActionFields } from "../../party/shared/clientMessages";
import type { RoomView } from "../../party/shared/codec";
import type { ErrorCode } from "../../party/shared/errors";
import type { Board, PeopleMessage, RoomMessage } from "../../party/shared/serverMessages";
import type { Link } from "./link";
import type { Drawback } from "./socket";

/**
 * The answer to an action. `ms`: how long the server took. `offline`: the action was not sent. `unknown`: it was sent, and
 * the connection was lost before the answer arrived.
 */
export type Answer =
  { readonly ok: true; readonly ms: number } | { readonly ok: false; readonly code: FailureCode };
export type FailureCode = ErrorCode | "offline" | "unknown";

/** An action of a person or a board. `createRoom` adds the revision that it applies to and its deadline. */
export type ActionInput = ActionFields & { readonly via?: "app" | "board" };

export type ConnectionState = "connecting" | "open" | "lost";

export interface ActionTarget {
  readonly on?: number | undefined;
  readonly until?: number;
}

export interface Room {
  readonly link: Link;
  /**
   * The state to show: the server's last one, moved on to now, with this device's unanswered actions applied. Null
   * before the first message.
   */
  readonly shown: Accessor<RoomView | null>;
  /** The server's last message, for the device's cache. */
  readonly received: Accessor<RoomMessage | null>;
  readonly connection: Accessor<ConnectionState>;
  readonly role: Accessor<Role>;
  /** What the connection cannot do; undefined where it can do everything. */
  readonly drawback: Accessor<Drawback | undefined>;
  /** Whether the server has refused the key of this link. */
  readonly wrongKey: Accessor<boolean>;
  readonly people: Accessor<PeopleMessage | null>;
  /** This connection's id in `people`. */
  readonly me: Accessor<string | null>;
  /** Whether an action of this device waits for its answer. */
  readonly isPending: () => boolean;
  /** Epoch ms on the server's clock. */
  readonly now: () => number;
  /** Finds out whether the connection is dead: by the next call, two seconds later, at the latest. */
  readonly probe: () => void;
  /**
   * `on`: the revision that it applies to, else the one shown when the press began, else the one shown. `until`: the
   * latest moment, server ms. Never rejects.
   */
  readonly act: (input: ActionInput, target?: ActionTarget) => Promise<Answer>;
  readonly setName: (name: string) => void;
  /** What this person works on, for everyone in the room; "" for nothing. */
  readonly setDoing: (text: string) => void;
  readonly setBoard: (board: Board | null) => void;
}
