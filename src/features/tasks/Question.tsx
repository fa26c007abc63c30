/** Asks, when work has ended, whether the task is done. One tap answers. Also keeps the log of this device. */
import { createEffect, createMemo, createSignal, on, Show } from "solid-js";
import type { JSX } from "solid-js";
import { BREAK_ALARM, isRunning, WORK } from "../../../party/shared/pomodoro";
import type { RoomView } from "../../../party/shared/codec";
import { useRoom } from "../../room/context";
import { changeDoing, doing } from "../../room/doing";
import { listEditorOf } from "../../room/listEditor";
import { writeEntry } from "../../room/workLog";
import type { LogEntry } from "../../room/workLog";
import { Named } from "../../ui/Named";
import { words } from "./words";
import style from "./TeamLine.module.css";

export function Question(): JSX.Element {
  const room = useRoom();
  /** The work that has ended while something was worked on. */
  const [entry, setEntry] = createSignal<LogEntry | null>(null);
  /** The beginning of the alarm that was answered. */
  const [answered, setAnswered] = createSignal<number | null>(null);

  // What this device predicts of its own press may begin at another moment than in the room.
  const settled = createMemo<RoomView | null>((last) => (room.isPending() ? last : room.shown()), null);
  createEffect(
    on(settled, (now: RoomView | null, before: RoomView | null | undefined) => {
      const mine = doing();
      if (mine === null || !now || !before || before.phase.state !== WORK) return;
      const { startedAt: from } = before.phase;
      if (now.phase.state === WORK && now.phase.startedAt === from) return;
      // Work that began again at once, or was reset, has ended at the latest when it was to end.
      const end = isRunning(before.phase) ? Math.min(before.phase.endsAt, room.now()) : room.now();
      const to = now.phase.state === BREAK_ALARM ? now.phase.startedAt : end;
      const ended = { room: room.link.room, text: mine.text, from, to, done: false };
      setEntry(ended);
      void writeEntry(ended);
    }),
  );
  const alarmAt = createMemo(() => {
    const phase = settled()?.phase;
    return phase?.state === BREAK_ALARM ? phase.startedAt : null;
  });
  const asked = createMemo(() => {
    const at = alarmAt();
    return at === null || at === answered() || room.role() !== "control" ? null : doing();
  });

  function finish(): void {
    const mine = doing();
    setAnswered(alarmAt());
    if (mine === null) return;
    const ended = entry();
    if (ended !== null && ended.text === mine.text) void writeEntry({ ...ended, done: true });
    const editor = listEditorOf(room);
    if (editor.items().some(({ id, done }) => id === mine.item && !done)) {
      editor.change((all) => all.map((one) => (one.id === mine.item ? { ...one, done: true } : one)));
    }
    void changeDoing(room, null);
  }

  return (
    <div class={style["question"]} role="group" data-question={asked() === null ? undefined : ""}>
      <Show when={asked()}>
        {(mine) => (
          <>
            <p class={style["text"]}>
              <Named text={words.isDone(mine().text)} name={mine().text} />
            </p>
            <button type="button" class={style["yes"]} onClick={finish}>
              {words.done}
            </button>
            <button type="button" class={style["answer"]} onClick={() => setAnswered(alarmAt())}>
              {words.goOn}
            </button>
          </>
        )}
      </Show>
    </div>
  );
}
