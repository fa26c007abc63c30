/** What comes right after the tomato: a line of words, what one may do, and the ways to the sheets. */
import { createEffect, createMemo, on } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { controlWords as words } from "../i18n/controlWords";
import { timeOfDay } from "../i18n/times";
import { useRoom } from "../room/context";
import type { Wish } from "../room/createRoom";
import { Controls } from "./Controls";
import { createNotice } from "./createNotice";
import { hintOf, outcomeText } from "./hint";
import type { Outcome } from "./hint";
import { Nav } from "./Nav";
import style from "./screen.module.css";

export default function Panel(props: {
  /** Server time in ms. */
  now: Accessor<number>;
  /** What became of the last press. */
  outcome: Accessor<Outcome | null>;
}): JSX.Element {
  const room = useRoom();
  const notice = createNotice(room);

  function tell(outcome: Outcome | null): void {
    const text = outcome === null ? null : outcomeText(outcome, words, timeOfDay);
    if (text !== null) notice.tell(text);
  }
  createEffect(on(() => props.outcome(), tell));

  const hint = createMemo(() => {
    const shown = room.shown();
    const unknown = room.connection() === "lost" ? words.hint.unknownRoom : "";
    return notice.text() ?? (shown === null ? unknown : hintOf(shown, words, timeOfDay));
  });
  return (
    <>
      <p class={style["hint"]}>{hint()}</p>
      <div class={style["controls"]}>
        <Controls
          act={(wish: Wish) => void room.act(wish).then((answer) => tell({ kind: "answer", answer }))}
          tell={notice.tell}
          now={props.now()}
        />
      </div>
      <Nav />
    </>
  );
}
