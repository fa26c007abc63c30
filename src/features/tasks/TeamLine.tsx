/** One line under the hint, only where it is used: what I work on, and whose turn it is. */
import { createMemo, Show } from "solid-js";
import type { JSX } from "solid-js";
import { nextAt } from "../../../party/shared/team";
import { controlWords } from "../../i18n/controls/words";
import { useRoom } from "../../room/context";
import { doing } from "../../room/doing";
import { Named } from "../../ui/Named";
import { Question } from "./Question";
import { words } from "./words";
import style from "./TeamLine.module.css";

export default function TeamLine(): JSX.Element {
  const room = useRoom();
  const turns = createMemo(() => {
    const now = room.shown()?.turns ?? null;
    if (now === null) return null;
    const next = nextAt(now, 1);
    return {
      now: now.names[now.at]?.name ?? "",
      next: next === now.at ? null : (now.names[next]?.name ?? null),
    };
  });
  return (
    <>
      <Question />
      <p class={style["team"]}>
        <Show when={doing()}>
          {(mine) => (
            <bdi class={style["mine"]} translate="no">
              {mine().text}
            </bdi>
          )}
        </Show>
        <Show when={turns()}>
          {(turns) => (
            <span class={style["turns"]}>
              <Show when={doing() !== null}> · </Show>
              <Named text={controlWords.controls.turn(turns().now)} name={turns().now} />
              <Show when={turns().next}>
                {(next) => (
                  <>
                    {" · "}
                    <Named text={words.upNext(next())} name={next()} />
                  </>
                )}
              </Show>
            </span>
          )}
        </Show>
      </p>
    </>
  );
}
