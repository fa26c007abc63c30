/**
 * What a run of faults writes down of one room: everything that its clients sent and heard, in the order in which one
 * process saw it. Server and clients read the same clock here, so all moments are epoch ms of one clock.
 */
import type { ChangeMessage } from "../../party/shared/clientMessages";
import type { ErrorCode } from "../../party/shared/errors";
import type { RoomMessage } from "../../party/shared/serverMessages";

interface Base {
  readonly at: number;
  /** One connection, from the wish to connect until its end; a GET is one too. */
  readonly session: number;
}
export type Entry =
  /** A client begins to connect: what anybody has heard by now must be in its first word. */
  | (Base & { readonly kind: "opening" })
  /** It has left the client; `run` is the server's run (0, 1, …) to which it was sent. */
  | (Base & {
      readonly kind: "sent";
      readonly id: string;
      readonly message: ChangeMessage;
      readonly by: string;
      readonly run: number;
    })
  /** A room, with its `id` where it answers. */
  | (Base & { readonly kind: "heard"; readonly message: RoomMessage })
  | (Base & { readonly kind: "refused"; readonly id: string; readonly code: ErrorCode })
  | (Base & { readonly kind: "asked"; readonly t0: number })
  /** `now` on the server's clock. */
  | (Base & { readonly kind: "ponged"; readonly t0: number; readonly now: number })
  /** How far a device's own estimate of the server's clock was out, and the longest round trip it is made of, in ms. */
  | (Base & { readonly kind: "estimated"; readonly errorMs: number; readonly rttMs: number });
export type Sent = Extract<Entry, { kind: "sent" }>;
export type Heard = Extract<Entry, { kind: "heard" }>;

export interface Log {
  readonly entries: readonly Entry[];
  /** When each run of the server ended, by its number; a run that is not in here goes on. */
  readonly ends: readonly number[];
}

export const SAID = {
  lost: "an acknowledged change is gone",
  back: "rev went back",
  apart: "connected clients disagree for longer than a round trip",
  truths: "one rev was told in two ways",
  machine: "no deed and no deadline explains this change",
  noAnswer: "an answer that the machine does not give",
  refusal: "a refusal that the machine does not give",
  silent: "an action was never answered",
  twice: "one action was answered twice",
  unsettled: "a room was told with a deadline crossed",
  late: "a deadline passed and nothing happened",
  clock: "a device's clock jumped, and its idea of the server's went with it",
} as const;

export interface Violation {
  readonly what: (typeof SAID)[keyof typeof SAID];
  readonly detail: string;
  /** Where in the log it shows. */
  readonly index: number;
}
