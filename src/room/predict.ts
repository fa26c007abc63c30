/** What a device shows before the server has answered: the server's last state, moved on by the same machine. PURE. */
import type { RoomView } from "../../party/shared/codec";
import { settle, transition } from "../../party/shared/pomodoro";
import type { Action, By, JudgeMore, Pomodoro } from "../../party/shared/pomodoro";

/** An action of this device that the server has not answered yet. */
export interface PendingAction {
  readonly id: string;
  readonly action: Action;
  readonly by: By;
  readonly on: number;
  /** When the person did it: ms on a clock that nobody sets. */
  readonly at: number;
}

let judgeMore: JudgeMore | undefined;
/** From now on the actions of `moreActions.ts` are predicted, too. */
export const setJudge = (judge: JudgeMore): void => void (judgeMore = judge);

/**
 * The state at `now` (server ms) with the pending actions applied. An undo is not predicted: only the server can.
 * `offsetMs`: the server's clock minus that of the actions. A page that has not heard of the server takes its device's
 * clock for it, so the offset may change while actions are pending.
 */
export function predict(
  view: RoomView,
  pending: readonly PendingAction[],
  now: number,
  offsetMs = 0,
): RoomView {
  const { undoUntil, ...shared } = view;
  const known: Pomodoro = { ...shared, undo: null };
  const { undo: _undo, ...predicted } = pending.reduce(
    (pomodoro, { action, by, on, at }) =>
      transition(pomodoro, { action, by, on }, at + offsetMs, judgeMore)[0],
    settle(known, now)[0],
  );
  return { ...predicted, undoUntil: predicted.rev === view.rev ? undoUntil : null };
}
