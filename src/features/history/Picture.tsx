/** A picture with its heading, and the same data as a table that can be opened, for keyboards and screen readers. */
import { createSignal, For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { pageLocale } from "../../i18n/formats";
import { DOT } from "./texts";
import type { Table } from "./texts";

export function Picture(props: {
  title: string;
  summary: string;
  tableName: string;
  /** Called when the table is opened. */
  table: () => Table;
  children: JSX.Element;
}): JSX.Element {
  const [open, setOpen] = createSignal(false);
  return (
    <section class="h-picture">
      <h3>
        {props.title}{" "}
        <span>
          {/* Lines break between the parts, not within them. */}
          <For each={props.summary.split(DOT)}>
            {(part, i) => (
              <>
                {i() > 0 && DOT}
                <span>{part}</span>
              </>
            )}
          </For>
        </span>
      </h3>
      {props.children}
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{props.tableName}</summary>
        <Show when={open()}>
          <table aria-label={props.tableName}>
            <For each={props.table()}>
              {([first, ...others], i) => (
                <tr>
                  {/* The first cell of a row is a day or a time. */}
                  {i() === 0 ? (
                    <th scope="col">{first}</th>
                  ) : (
                    <th scope="row" lang={pageLocale()}>
                      {first}
                    </th>
                  )}
                  <For each={others}>
                    {(text) => (i() === 0 ? <th scope="col">{text}</th> : <td>{text}</td>)}
                  </For>
                </tr>
              )}
            </For>
          </table>
        </Show>
      </details>
    </section>
  );
}
