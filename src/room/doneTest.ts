/** Finds out from a later state of the room whether an action has happened, where its answer was lost. PURE. */
import { toAction } from "../../party/shared/actions";
import type { ChangeMessage } from "../../party/shared/clientMessages";
import { fromRoomMessage } from "../../party/shared/codec";
import { judgeMore } from "../../party/shared/moreActions";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { predict, setJudge } from "./predict";

setJudge(judgeMore);

/**
 * The test says whether the last change of a state is this action of the person `name`, "" for none. `latest`: the state
 * before the action. `at`: when it is sent, epoch ms on the server's clock.
 */
export function makeDoneTest(
  action: ChangeMessage,
  name: string,
  latest: RoomMessage,
  at: number,
): (now: RoomMessage) => boolean {
  const by = { name: name === "" ? null : name, via: action.via ?? "app" };
  const on = action.on ?? latest.rev;
  const pending = { id: "", action: toAction(action), by, on, at };
  // Only the server knows what an undo restores.
  const did = action.action === "undo" ? "undone" : predict(fromRoomMessage(latest), [pending], at).did;
  return (now) => now.rev === on + 1 && now.by?.name === by.name && now.by.via === by.via && now.did === did;
}
