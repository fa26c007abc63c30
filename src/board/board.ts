import type { StateFrame } from "./wire";

/** How a board is reached. `virtual` is the one drawn in the sheet. */
export type BoardKind = "serial" | "hid" | "virtual";

/** Why a board does not work. The sheet has words, and what to check, for each. */
export type BoardErrorCode =
  | "unsupported" // this browser has no such interface
  | "blocked" // a permissions policy, or no tap before asking
  | "no-open" // in use by another program, or the system does not let us (dialout, raw-usb)
  | "not-a-board" // a HID device that is neither our button nor a MuteMe
  | "no-answer" // open, but nobody said hello for 5 s
  | "wrong-protocol" // a hello of another protocol number; `update` says which side is behind
  | "silent" // answered once, then left a line unanswered four times
  | "unplugged"; // the device is gone

/** The one error of this folder. `update` is set for `wrong-protocol` alone. */
export class BoardError extends Error {
  override readonly name = "BoardError";
  constructor(
    readonly code: BoardErrorCode,
    detail: string = code,
    readonly update: "app" | "board" | null = null,
    options?: ErrorOptions,
  ) {
    super(detail, options);
  }
}

/** A browser's exception as a BoardError: SecurityError is `blocked`, anything else `fallback`. */
export function asBoardError(cause: unknown, fallback: BoardErrorCode): BoardError {
  if (cause instanceof BoardError) return cause;
  const blocked = cause instanceof DOMException && cause.name === "SecurityError";
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new BoardError(blocked ? "blocked" : fallback, detail, null, { cause });
}

/** A picker that was dismissed is not an error: browsers say NotFoundError. */
export const isDismissal = (cause: unknown): boolean =>
  cause instanceof DOMException && cause.name === "NotFoundError";

/** What a light says. `offline`: nobody tells it anything. `state` 0–5 as on the room's wire. */
export interface LightMeaning {
  readonly state: number;
  readonly held: boolean;
  readonly offline: boolean;
}

/** Who a board says it is: printable ASCII, at most 32 characters each; empty where it does not say. */
export interface BoardIdentity {
  readonly name: string;
  readonly fw: string;
  readonly caps: readonly string[];
}

/** Things worth a line in the list of last events; `detail` is the board's own text, never trusted as markup. */
export type BoardLog = "err" | "noise" | "gap" | "repeat" | "ignored" | "resent" | "restarted";

/** What a link tells its listener. After `lost` it says nothing more. */
export type BoardEvent =
  | { readonly type: "asking" } // hello is being asked
  | { readonly type: "identified"; readonly board: BoardIdentity }
  | { readonly type: "down" }
  | { readonly type: "up" }
  | { readonly type: "light"; readonly light: LightMeaning } // what the light shows from now on, as far as is known
  | { readonly type: "log"; readonly log: BoardLog; readonly detail: string }
  | { readonly type: "failed"; readonly error: BoardError } // still open: a late hello revives it
  | { readonly type: "lost"; readonly error: BoardError }; // gone for good

/**
 * A board in use, whatever it hangs on. `show` takes the state as a function, because what is left depends
 * on when a line really goes out; null means that the room is out of reach.
 */
export interface BoardLink {
  start(listener: (event: BoardEvent) => void): void;
  show(frame: (() => StateFrame) | null): void;
  /** Never rejects; safe to call twice. */
  close(): Promise<void>;
}

/** Bytes to and from a board: a serial port, or the virtual one. */
export interface ByteLink {
  start(onBytes: (chunk: Uint8Array) => void, onLost: (error: BoardError) => void): void;
  /** Rejects when the device is gone; the same is then told by `onLost`. */
  write(bytes: Uint8Array): Promise<void>;
  /** Sets DTR and RTS low, for boards that a raised line keeps in reset. */
  lowerSignals(): Promise<void>;
  /** Never rejects; safe to call twice. */
  close(): Promise<void>;
}

/** A board that was granted and may be opened. Two of the same make have the same `key`. */
export interface Found<Link> {
  /** Kind, vendor and product, as `serial:2341:0043`; null where there is nothing to own or to remember. */
  readonly key: string | null;
  readonly name: string;
  /** How many granted and plugged-in boards have this key, this one included (at least 1). */
  alike(): Promise<number>;
  /** Rejects with a BoardError. */
  open(): Promise<Link>;
  /** Gives the permission back where the browser can. Never rejects. */
  forget(): Promise<void>;
}

/** One way of finding boards. */
export interface Finder<Link> {
  readonly kind: BoardKind;
  /** Shows the browser's picker (call it from a tap). Null: dismissed. Rejects with a BoardError. */
  request(): Promise<Found<Link> | null>;
  /** Boards granted earlier and plugged in now. Never rejects. */
  granted(): Promise<readonly Found<Link>[]>;
  /** Calls back when a granted board is plugged in; returns how to stop. */
  onArrival(callback: (found: Found<Link>) => void): () => void;
}
