/** The room as this device may predict it: the server's last message, moved on by the same machine. PURE. */
import { settle, transition } from "../../party/shared/pomodoro";
import type { Action, By, Pomodoro } from "../../party/shared/pomodoro";
import { fromRoomMessage } from "../../party/shared/codec";
import type { RoomMessage } from "../../party/shared/serverMessages";

/** An action of this device that the server has not answered yet. */
export interface PendingAction {
  readonly id: string;
  readonly action: Action;
  readonly by: By;
  readonly on: number;
  /** Server ms at which it was done. */
  readonly at: number;
}

/** What the wire tells of the machine: everything but what an undo would restore. */
export function replicaOf(message: RoomMessage): Pomodoro {
  const { undoUntil: _undoUntil, ...shared } = fromRoomMessage(message);
  return { ...shared, undo: null };
}

/** The server's state settled to `now`, with this device's unanswered actions on top; undo waits for the server. */
export function predict(known: Pomodoro, pending: readonly PendingAction[], now: number): Pomodoro {
  const [settled] = settle(known, now);
  return pending.reduce(
    (pomodoro, { action, by, on, at }) => transition(pomodoro, { action, by, on }, at)[0],
    settled,
  );
}
