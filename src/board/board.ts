/** The types that all kinds of boards share: errors, events, the board's light, and how a board is found and opened. */
import type { StateFrame } from "./wire";

/** How a board is connected. `virtual` is the one drawn in the Host sheet. */
export type BoardKind = "serial" | "hid" | "virtual";

/** Why a board does not work. The Host sheet has a text, and a list of things to check, for each code. */
export const BOARD_ERROR_CODES = [
  "unsupported", // this browser has no such interface
  "blocked", // by a permissions policy, or because the request was not made in a click handler
  "no-open", // in use by another program, or forbidden by the system (dialout group, raw-usb)
  "not-a-board", // a HID device of an unknown model, or one that refuses the reports
  "no-answer", // open, but no hello within HELLO_TIMEOUT_MS
  "wrong-protocol", // a hello with another protocol number; `update` says which side is older
  "silent", // answered before, then left a line and all its repetitions unanswered
  "unplugged", // the device is gone
] as const;
export type BoardErrorCode = (typeof BOARD_ERROR_CODES)[number];

/** The only error class of this folder. `update` is set for `wrong-protocol` alone. */
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

export const unpluggedError = (): BoardError => new BoardError("unplugged");

/** A browser's exception as a BoardError: a SecurityError becomes `blocked`, anything else becomes `fallback`. */
export function toBoardError(cause: unknown, fallback: BoardErrorCode): BoardError {
  if (cause instanceof BoardError) return cause;
  const isBlocked = cause instanceof DOMException && cause.name === "SecurityError";
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new BoardError(isBlocked ? "blocked" : fallback, detail, null, { cause });
}

/** Whether the user closed the browser's picker without a choice, which browsers report as a NotFoundError. */
export const isPickerDismissed = (cause: unknown): boolean =>
  cause instanceof DOMException && cause.name === "NotFoundError";

/** What a board's light shows. `state` is 0–5 as in the room message; `offline` means that no host talks to the board. */
export interface LightState {
  readonly state: number;
  readonly held: boolean;
  readonly offline: boolean;
}

/** What a board shows before its first state, and when the host has stopped talking to it. */
export const OFFLINE_LIGHT: LightState = { state: 0, held: false, offline: true };

/** What a board says about itself: printable ASCII, at most MAX_TEXT_CHARS characters each, empty where unknown. */
export interface BoardIdentity {
  readonly name: string;
  readonly fw: string;
  readonly caps: readonly string[];
}

/**
 * Incidents that the Host sheet lists. `err`: the board rejected a line. `noise`: a line that is no message. `gap`:
 * button events were lost. `repeat`: a button event arrived twice. `ignored`: a message before hello. `resent`: a line
 * was sent again. `restarted`: the board has rebooted. `late`: a button event that may be too old, because this page did
 * not run for a while, or because it was sent before the board was connected.
 */
export type BoardLog = "err" | "noise" | "gap" | "repeat" | "ignored" | "resent" | "restarted" | "late";

/** Keys of a board beside its button: five minutes more, and pause or resume. */
export type BoardKey = "extend" | "pause";

/**
 * What a BoardLink reports to its listener. After `lost` it reports nothing more. The `detail` of a log event is the
 * board's own text: never treat it as markup.
 */
export type BoardEvent =
  | { readonly type: "handshake" } // hello is being sent until the board answers
  | { readonly type: "identified"; readonly board: BoardIdentity }
  | { readonly type: "down" }
  | { readonly type: "up" }
  | { readonly type: "key"; readonly key: BoardKey } // went down
  | { readonly type: "stalled" } // this page did not run for a while: the button may have been released since
  | { readonly type: "light"; readonly light: LightState } // the light has changed, as far as the host knows
  | { readonly type: "log"; readonly log: BoardLog; readonly detail: string }
  | { readonly type: "failed"; readonly error: BoardError } // still open: a later hello ends the failure
  | { readonly type: "lost"; readonly error: BoardError }; // closed for good

/** A connection to a board in use, of any kind. */
export interface BoardLink {
  start(listener: (event: BoardEvent) => void): void;
  /**
   * Shows the room's state. `frame` is a function, because the time left depends on the moment at which the line is
   * sent. Null means that the room cannot be reached.
   */
  show(frame: (() => StateFrame) | null): void;
  /** Never rejects; may be called twice. */
  close(): Promise<void>;
}

/** Bytes to and from a board: a serial port, or the virtual board. */
export interface ByteLink {
  start(onBytes: (chunk: Uint8Array) => void, onLost: (error: BoardError) => void): void;
  /** Rejects when the device is gone; `onLost` is called then as well. */
  write(bytes: Uint8Array): Promise<void>;
  /** Sets DTR and RTS both high or both low: some boards are silent while DTR is low, others while one is high. */
  setSignals(areHigh: boolean): Promise<void>;
  /** Never rejects; may be called twice. */
  close(): Promise<void>;
}

/** A USB vendor or product id as four hexadecimal digits. */
export const toHex = (id: number): string => id.toString(16).padStart(4, "0");

/** A device that the user has granted to this page. Two devices of the same model have the same `key`. */
export interface GrantedDevice<Link> {
  /** Kind, vendor and product, such as `serial:2341:0043`. Null: nothing that a tab could own or remember. */
  readonly key: string | null;
  readonly name: string;
  /** The browser's object: the same one for the same device for as long as it is plugged in. */
  readonly source: object;
  /**
   * The granted and connected devices with this key, this one included while it is connected. Their order is the same in
   * all tabs, so a place in it tells two devices apart that are otherwise alike. Never rejects.
   */
  findAlike(): Promise<readonly GrantedDevice<Link>[]>;
  /** Rejects with a BoardError. */
  open(): Promise<Link>;
  /** Gives the permission back where the browser can do that. Never rejects. */
  forget(): Promise<void>;
}

/** Finds the devices of one kind. */
export interface DeviceFinder<Link> {
  readonly kind: BoardKind;
  /** Shows the browser's picker; call it in a click handler. Null: dismissed. Rejects with a BoardError. */
  request(): Promise<GrantedDevice<Link> | null>;
  /** Devices that were granted earlier and are connected now. Never rejects. */
  getGranted(): Promise<readonly GrantedDevice<Link>[]>;
  /** Calls back when a granted device is plugged in; returns a function that unsubscribes. */
  onConnect(callback: (device: GrantedDevice<Link>) => void): () => void;
}
