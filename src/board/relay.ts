import { isRunning } from "../../party/shared/pomodoro";
import type { BoardEvent } from "./board";
import { PRESS_VALID_MS, SKIP_HOLD_MS, STALL_MS } from "./limits";
import { OUT_OF_REACH, reachableSnapshot } from "./roomLink";
import type { RoomAnswer, RoomLink, RoomSnapshot } from "./roomLink";
import type { Timers } from "./timers";

const REFUSED = { ok: false, code: OUT_OF_REACH } as const;

/** A timer that fires later than this is late; in ms. */
const LATE_MS = 200;

/** What a board's button can do in the room. */
export type BoardAction = "press" | "skip";

/** Turns button events into actions of the room. */
export interface Relay {
  receive(event: BoardEvent): void;
  /** Cancels a hold: the board is gone. */
  close(): void;
}

/**
 * `down` is a press at once. A button held for SKIP_HOLD_MS during a running period is a skip as well, if the room has
 * not changed in between. `onAction` gets each action with its answer. While the room cannot be reached, an action is
 * refused at once and is not sent later.
 */
export function makeRelay(
  room: RoomLink,
  timers: Timers,
  onAction: (action: BoardAction, answer: Promise<RoomAnswer>) => void,
): Relay {
  let cancelHold: () => void = () => {};

  /** The snapshot that the action is for; null, with the action reported as refused, while the room is out of reach. */
  function target(action: BoardAction): RoomSnapshot | null {
    const snapshot = reachableSnapshot(room);
    if (!snapshot) onAction(action, Promise.resolve(REFUSED));
    return snapshot;
  }

  const until = () => room.now() + PRESS_VALID_MS;
  const withoutRejection = (answer: Promise<RoomAnswer>) => answer.catch(() => REFUSED);

  function onDown(): void {
    cancelHold();
    const snapshot = target("press");
    if (!snapshot) return;
    // Starts the timer before the press is sent: a room that answers at once has changed already.
    const downAt = timers.now();
    if (isRunning(snapshot.phase)) cancelHold = timers.after(SKIP_HOLD_MS, () => onHeld(snapshot, downAt));
    onAction("press", withoutRejection(room.press({ on: snapshot.rev, until: until(), via: "board" })));
  }

  /** A timer that is late waits once more, because the release may have arrived and not been read yet. */
  function onHeld(atDown: RoomSnapshot, downAt: number, wasLate = false): void {
    cancelHold = () => {};
    const lateMs = timers.now() - downAt - SKIP_HOLD_MS;
    if (lateMs > STALL_MS) return; // this page did not run
    if (lateMs > LATE_MS && !wasLate) {
      cancelHold = timers.after(LATE_MS, () => onHeld(atDown, downAt, true));
      return;
    }
    const snapshot = target("skip");
    if (snapshot?.phase.state !== atDown.phase.state || snapshot.rev !== atDown.rev) return;
    onAction("skip", withoutRejection(room.skip({ on: snapshot.rev, until: until() })));
  }

  return {
    receive(event) {
      switch (event.type) {
        case "down":
          return onDown();
        case "log":
          // The line that was lost or damaged may have been the `up`.
          if (event.log === "gap" || event.log === "noise" || event.log === "restarted") cancelHold();
          return;
        case "up":
        case "stalled":
        case "identified":
        case "failed":
        case "lost":
          return cancelHold();
        case "handshake":
        case "light":
      }
    },
    close: () => cancelHold(),
  };
}
