/** What the phones have asked for, and what became of it. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { pageLocale } from "../../i18n/formats";
import type { Frame, Sent } from "./player";
import style from "./simulator.module.css";
import { PEOPLE } from "./story";
import { words } from "./words";

/** How many are listed. */
const SHOWN = 8;

export function SentList(props: { frame: Frame }): JSX.Element {
  const number = (value: number): string => value.toLocaleString(pageLocale());
  return (
    <section class={style["card"]}>
      <h2>{words.sent}</h2>
      <p class={style["kept"]} data-good={props.frame.kept === props.frame.accepted}>
        <Mark isGood={props.frame.kept === props.frame.accepted} />
        <span data-kept={props.frame.kept} data-accepted={props.frame.accepted}>
          {words.kept(number(props.frame.kept), number(props.frame.accepted))}
        </span>
      </p>
      <Show when={props.frame.sent.length > 0} fallback={<p>{words.nobody}</p>}>
        <ol class={style["sent"]}>
          <For each={props.frame.sent.slice(0, SHOWN)}>
            {(sent) => (
              <li>
                <span>
                  {nameOf(sent)} {words.actions[sent.action]}
                </span>
                <span class={style["result"]}>{resultOf(sent)}</span>
              </li>
            )}
          </For>
        </ol>
      </Show>
    </section>
  );
}

const nameOf = ({ who, viaBoard }: Sent): string => {
  const name = PEOPLE[who] ?? "";
  return viaBoard ? words.byBoard(name) : name;
};

function resultOf({ answer, rev }: Sent): string {
  if (answer === undefined) return words.waiting;
  if (answer === null)
    return rev === null ? words.noEffect : words.accepted(rev.toLocaleString(pageLocale()));
  return answer === "unknown" || answer === "offline" ? words.unknown : words.refused;
}

/** A tick or a cross; the text beside it says the same. */
export const Mark = (props: { isGood: boolean }): JSX.Element => (
  <svg class={style["mark"]} viewBox="0 0 24 24" aria-hidden="true" data-good={props.isGood}>
    <circle cx="12" cy="12" r="11" />
    <path d={props.isGood ? "M6.5 12.5l4 4 7-8" : "M7.5 7.5l9 9M16.5 7.5l-9 9"} />
  </svg>
);
