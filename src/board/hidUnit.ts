/** What every open HID device offers to `hidLink.ts`, whether it shows one colour or has keys with pictures. */
import type { BoardIdentity, BoardKey } from "./board";
import type { StateFrame } from "./wire";

/** What a device shows at a moment. */
export interface Picture {
  /** Two pictures that look the same have the same id. */
  readonly id: string;
  /**
   * Shows it; rejects if the device does not take it. `isWhole`: sends also what the device should show already, because
   * it may have lost it.
   */
  send(isWhole: boolean): Promise<void>;
}

/** A key of the device that goes down or up. `button` presses the room. */
export interface KeyEvent {
  readonly key: "button" | BoardKey;
  readonly isDown: boolean;
}

export interface HidUnit {
  readonly identity: BoardIdentity;
  /** The longest time without a report in ms, after which the device would turn its light off; else STATE_INTERVAL_MS. */
  readonly keepAliveMs?: number;
  /** Whether it is sent only what has changed, so that a picture that was sent is not the whole of what it shows. */
  readonly sendsParts?: boolean;
  /** The picture `elapsed` ms after the device has begun to show this state. Null: the room cannot be reached. */
  draw(frame: StateFrame | null, elapsed: number): Picture;
  /** In how many ms that picture changes; Infinity: never. */
  msUntilChange(frame: StateFrame | null, elapsed: number): number;
  /** Calls back with each change of a key; `onReport` is called first with everything that arrives. */
  listen(onReport: () => void, onKey: (event: KeyEvent) => void): () => void;
  /** Leaves it dark: without a host its last picture would be wrong. Rejects if the device does not take it. */
  makeDark(): Promise<void>;
  close(): Promise<void>;
}
