/** Today's tomatoes beside the tomato of a desktop: when each was finished, and what this device has worked on in it. */
import { createMemo, For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { pageLocale, wordsLocale } from "../../../i18n/formats";
import { makeFormats } from "../format";
import { DOT } from "../texts";
import { words } from "../words";
import type { Loaded } from "./createDay";
import { finishedOf } from "./vine";

/** `max`: how many fit. `classes`: those of what stands beside the tomato. */
export function DayList(props: {
  day: Loaded;
  max: number;
  classes: { readonly [name in "heading" | "list" | "doing" | "more" | "text"]: string | undefined };
}): JSX.Element {
  const formats = createMemo(() => makeFormats(pageLocale(), wordsLocale()));
  const finished = createMemo(() => finishedOf(props.day.records, props.day.log));
  const newest = () => finished().slice(-props.max).reverse();
  const worked = (): number => finished().reduce((sum, one) => sum + one.worked, 0);
  return (
    <Show when={finished().length > 0}>
      <aside aria-label={words.today}>
        <h2 class={props.classes.heading}>{words.today}</h2>
        <p class={props.classes.more}>
          {words.tomatoes(finished().length, formats().number(finished().length))}
          {DOT}
          {formats().duration(worked())}
        </p>
        <ul class={props.classes.list}>
          <For each={newest()}>
            {({ from, to, texts }) => (
              <li class={props.classes.text}>
                {formats().range(from, to)}
                <Show when={texts.length > 0}>
                  <bdi class={props.classes.doing} translate="no">
                    {texts.join(", ")}
                  </bdi>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </aside>
    </Show>
  );
}
