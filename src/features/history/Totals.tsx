/** The totals of the history. */
import { For } from "solid-js";
import type { JSX } from "solid-js";
import type { Formats } from "./format";
import type { Tally } from "./tally";
import { words } from "./words";

export function Totals(props: {
  today: Tally;
  week: Tally;
  all: Tally;
  streak: number;
  /** Whether the room may have deleted older records, so that the row of days may be longer. */
  atLeast: boolean;
  formats: Formats;
}): JSX.Element {
  const of = (name: string, { done, part, worked }: Tally) =>
    [name, done, done + part === 0 ? words.nothing : props.formats.duration(worked)] as const;
  const days = (): string =>
    props.atLeast ? words.days.atLeast : props.streak === 1 ? words.days.one : words.days.more;
  const all = () => [
    of(words.today, props.today),
    of(words.week, props.week),
    of(words.all, props.all),
    [words.streak, props.streak, days()] as const,
  ];
  return (
    <dl class="h-totals">
      <For each={all()}>
        {([name, count, text]) => (
          <div>
            <dt>{name}</dt>
            <dd>
              {props.formats.number(count)}
              <svg aria-hidden="true" class={count === 0 ? "h-none" : undefined}>
                <use href="#fruit" />
              </svg>
            </dd>
            <dd>{text}</dd>
          </div>
        )}
      </For>
    </dl>
  );
}
