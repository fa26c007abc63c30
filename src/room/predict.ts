/** The room as this device may show it before the server has answered: the same machine, moved on from its last state. PURE. */
import type { RoomView } from "../../party/shared/codec";
import { settle, transition } from "../../party/shared/pomodoro";
import type { Action, By, Pomodoro } from "../../party/shared/pomodoro";

/** An action of this device that the server has not answered yet. */
export interface PendingAction {
  readonly id: string;
  readonly action: Action;
  readonly by: By;
  readonly on: number;
  /** Server ms at which it was done. */
  readonly at: number;
}

/** The state settled to `now`, with the pending actions on top. Undo waits for the server, which alone can restore. */
export function predict(view: RoomView, pending: readonly PendingAction[], now: number): RoomView {
  const { undoUntil, ...shared } = view;
  const known: Pomodoro = { ...shared, undo: null };
  const { undo: _undo, ...predicted } = pending.reduce(
    (pomodoro, { action, by, on, at }) => transition(pomodoro, { action, by, on }, at)[0],
    settle(known, now)[0],
  );
  return { ...predicted, undoUntil: predicted.rev === view.rev ? undoUntil : null };
}
