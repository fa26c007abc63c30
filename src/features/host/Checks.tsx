/** What to check when a board does not work, the most likely cause first. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import type { BoardErrorCode } from "../../board/board";
import type { HostView } from "../../board/hostView";
import ui from "../../ui/ui.module.css";
import { words } from "./words";
import style from "./Checks.module.css";

type Check = keyof typeof words.checks;
const CHECKS: Readonly<Record<BoardErrorCode, readonly Check[]>> = {
  unsupported: [],
  blocked: [],
  "no-open": ["busy", "modem", "brltty", "dialout", "udev", "snap"],
  "not-a-board": ["firmware", "udev"],
  "no-answer": ["firmware", "cdc", "cable", "busy", "brltty", "replug"],
  "wrong-protocol": [],
  silent: ["replug", "cable", "firmware"],
  unplugged: ["cable", "replug"],
};

export function Checks(props: { view: HostView | null }): JSX.Element {
  const error = () => (props.view?.status.phase === "failed" ? props.view.status.error : null);
  const checks = (): readonly Check[] => CHECKS[error()?.code ?? "unsupported"];
  return (
    <Show when={error()}>
      {(failure) => (
        <div class={style["checks"]}>
          <Show when={failure().update}>
            <p class={ui["problem"]}>{failure().update === "app" ? words.updateApp : words.updateBoard}</p>
          </Show>
          <Show when={checks().length > 0}>
            <h3 class={style["title"]}>{words.check}</h3>
            <ul class={style["list"]}>
              <For each={checks()}>{(check) => <li>{words.checks[check]}</li>}</For>
            </ul>
          </Show>
        </div>
      )}
    </Show>
  );
}
