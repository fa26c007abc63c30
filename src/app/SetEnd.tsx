/** Loads the celebration of a finished set: nobody needs it before the last alarm of the set. */
import { createMemo, Show } from "solid-js";
import type { JSX } from "solid-js";
import { BREAK_ALARM } from "../../party/shared/pomodoro";
import { finishedIn } from "../../party/shared/layout";
import { useRoom } from "../room/context";
import { Lazy } from "../ui/Lazy";

export function SetEnd(): JSX.Element {
  const room = useRoom();
  const isNear = createMemo(() => {
    const shown = room.shown();
    return shown !== null && finishedIn(shown) > shown.settings.numberCycles;
  });
  const sawAlarm = createMemo(
    (saw: boolean) => isNear() && (saw || room.shown()?.phase.state === BREAK_ALARM),
    false,
  );
  return (
    <Show when={isNear()}>
      <Lazy load={() => import("../tomato/Celebration")} with={{ sawAlarm: sawAlarm() }} />
    </Show>
  );
}
