/**
 * What a run of faults records of one room: everything that its clients sent and received, in the order in which one
 * process saw it. Server and clients read the same clock here, so all moments are epoch ms of one clock.
 */
import type { ChangeMessage } from "../../party/shared/clientMessages";
import type { ErrorCode } from "../../party/shared/errors";
import type { RoomMessage } from "../../party/shared/serverMessages";

interface Base {
  /** Epoch ms. */
  readonly at: number;
  /** One connection, from the attempt to connect until its end; a GET is one too. */
  readonly session: number;
}
export type Entry =
  /** A client begins to connect: its first message must contain all that any client has received by now. */
  | (Base & { readonly kind: "connecting" })
  /** A request has left the client; `run` is the number of the server's run (0, 1, …) that it was sent to. */
  | (Base & {
      readonly kind: "sent";
      readonly id: string;
      readonly message: ChangeMessage;
      readonly by: string;
      readonly run: number;
    })
  /** A room message, with an `id` where it answers a request. */
  | (Base & { readonly kind: "received"; readonly message: RoomMessage })
  | (Base & { readonly kind: "refused"; readonly id: string; readonly code: ErrorCode })
  | (Base & { readonly kind: "pinged"; readonly t0: number })
  /** `now` is the server's clock. */
  | (Base & { readonly kind: "ponged"; readonly t0: number; readonly now: number })
  /** The error of a device's estimate of the server's clock, and the longest round trip it is made of, in ms. */
  | (Base & { readonly kind: "estimated"; readonly errorMs: number; readonly rttMs: number });
export type Sent = Extract<Entry, { kind: "sent" }>;
export type Received = Extract<Entry, { kind: "received" }>;

export interface Log {
  readonly entries: readonly Entry[];
  /** When each run of the server ended, by its number; a run without an end goes on. */
  readonly ends: readonly number[];
}

/** Everything that the check can find. */
export const VIOLATIONS = {
  lostChange: "an acknowledged change is lost",
  revDecreased: "rev decreased on one connection",
  disagreement: "connected clients disagree for longer than a round trip",
  twoContents: "one rev was sent with two contents",
  unexplained: "no request and no deadline explains this change",
  wrongAnswer: "an answer that the machine does not give",
  wrongRefusal: "a refusal that the machine does not give",
  unanswered: "a request was never answered",
  answeredTwice: "a request was answered twice",
  unsettled: "a room was sent whose deadline had passed",
  missedDeadline: "a deadline passed and nothing happened",
  unlikeModel: "the model that was written from docs/protocol.md does something else",
  clockJump: "a device's clock jumped, and its estimate of the server's clock jumped with it",
} as const;

export interface Violation {
  readonly what: (typeof VIOLATIONS)[keyof typeof VIOLATIONS];
  readonly detail: string;
  /** Index of the entry that shows it. */
  readonly index: number;
}
