/** What the big screen has beside the tomato: a code for phones, and the way back. */
import { createEffect, createSignal, onCleanup, Show } from "solid-js";
import type { JSX } from "solid-js";
import type { Code } from "../../features/share/Share";
import { nameOf } from "../../../party/shared/nickname";
import { useRoom } from "../../room/context";
import { addressOf, isOpen } from "../../room/link";
import { leaveBigScreen } from "../../ui/bigScreen";
import { Lazy } from "../../ui/Lazy";
import { createRest } from "./createRest";
import { words } from "./words";
import style from "./views.module.css";

/** So long after the last movement the controls are visible, in ms. */
const VISIBLE_MS = 4000;
/** The host names that lead each device to itself. */
const OWN_ADDRESS = /^(localhost|.+\.localhost|127\..+|\[::1\])$/;

/** The sheet has the code already, and works offline. */
const loadCode = (): Promise<{ default: typeof Code }> =>
  import("../../features/share/Share").then(({ Code }) => ({ default: Code }));

export default function BigScreen(): JSX.Element {
  const { link, shown } = useRoom();
  const [hasCode, setCode] = createSignal(true);
  const isResting = createRest(VISIBLE_MS);
  createEffect(() => {
    if (!isResting()) return;
    document.documentElement.toggleAttribute("data-rest", true);
    onCleanup(() => document.documentElement.removeAttribute("data-rest"));
  });
  // Never the key of a private room: everyone in front of the screen would have it.
  const url = addressOf({ room: link.room, key: null }, location.origin);
  const caption = (): string =>
    OWN_ADDRESS.test(location.hostname)
      ? words.onlyHere
      : isOpen(link)
        ? words.scanToJoin
        : words.scanToWatch;
  return (
    <aside aria-label={words.bigScreen}>
      <Show when={hasCode()}>
        <figure class={style["code"]}>
          <Lazy load={loadCode} with={{ text: url, label: words.code }} />
          <figcaption>
            <strong translate="no">{nameOf(link.room, shown()?.title)}</strong>
            <span>{caption()}</span>
          </figcaption>
        </figure>
      </Show>
      <div class={style["ways"]}>
        <button type="button" class={style["way"]} onClick={() => setCode(!hasCode())}>
          {hasCode() ? words.hideCode : words.showCode}
        </button>
        <button type="button" class={style["way"]} onClick={leaveBigScreen}>
          {words.leave}
        </button>
      </div>
    </aside>
  );
}
