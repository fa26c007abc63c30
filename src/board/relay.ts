import { isAlarm, isHeld, isPeriod, isRunning } from "../../party/shared/pomodoro";
import type { Phase } from "../../party/shared/pomodoro";
import type { BoardEvent, BoardKey } from "./board";
import { EXTEND_SECONDS, PRESS_VALID_MS, SKIP_HOLD_MS, STALL_MS } from "./limits";
import { OUT_OF_REACH, reachableSnapshot } from "./roomLink";
import type { RoomAction, RoomAnswer, RoomLink, RoomSnapshot } from "./roomLink";
import type { Timers } from "./timers";

const REFUSED = { ok: false, code: OUT_OF_REACH } as const;

/** A timer that fires later than this is late; in ms. */
const LATE_MS = 200;

/** What a board's button and keys can do in the room. */
export type BoardAction = RoomAction["action"];

/** Turns button events into actions of the room. */
export interface Relay {
  receive(event: BoardEvent): void;
  /** Cancels a hold: the board is gone. */
  close(): void;
}

/**
 * `down` is a press at once. A button held for SKIP_HOLD_MS during a running period is a skip as well, if the room has
 * not changed in between. The other keys act when they go down, where the room's state has a use for them. `onAction`
 * gets each action with its answer. While the room cannot be reached, an action is refused at once and is not sent later.
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

  function act(action: RoomAction, { rev }: RoomSnapshot): void {
    const answer = room.act(action, { on: rev, until: room.now() + PRESS_VALID_MS });
    onAction(
      action.action,
      answer.catch(() => REFUSED),
    );
  }

  function onDown(): void {
    cancelHold();
    const snapshot = target("press");
    if (!snapshot) return;
    // Starts the timer before the press is sent: a room that answers at once has changed already.
    const downAt = timers.now();
    if (isRunning(snapshot.phase)) cancelHold = timers.after(SKIP_HOLD_MS, () => onHeld(snapshot, downAt));
    act({ action: "press", via: "board" }, snapshot);
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
    act({ action: "skip" }, snapshot);
  }

  function onKey(key: BoardKey): void {
    const phase = room.snapshot?.phase;
    if (phase && !canUse(key, phase)) return; // its key is dark
    const action = key === "extend" ? "extend" : phase && isHeld(phase) ? "resume" : "hold";
    const snapshot = target(action);
    if (snapshot) act(action === "extend" ? { action, seconds: EXTEND_SECONDS } : { action }, snapshot);
  }

  return {
    receive(event) {
      switch (event.type) {
        case "down":
          return onDown();
        case "key":
          return onKey(event.key);
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

/** Whether a key means something in this phase: a period or an alarm can be extended, and a period paused or resumed. */
const canUse = (key: BoardKey, phase: Phase): boolean =>
  isPeriod(phase) || (key === "extend" && isAlarm(phase));
