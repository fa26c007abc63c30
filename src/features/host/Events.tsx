/** The last events of the board, newest first. A press has the time until the room answered. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import type { HostEvent } from "../../board/hostView";
import { exactTime } from "../../i18n/formats";
import ui from "../../ui/ui.module.css";
import { statusText } from "./statusText";
import { words } from "./words";
import style from "./Events.module.css";

function textOf(event: HostEvent): string {
  switch (event.type) {
    case "log":
      return event.detail === ""
        ? words.event.logs[event.log]
        : `${words.event.logs[event.log]}: ${event.detail}`;
    case "status":
      return statusText(
        { status: event.status, board: null, light: null, isRoomReachable: true, events: [] },
        words,
      );
    default: {
      const what = words.event[event.type];
      const { answer } = event;
      if (answer === null) return `${what} · ${words.event.waiting}`;
      if (answer.ok) return `${what} · ${words.event.ms(answer.ms)}`;
      return `${what} · ${words.event.refusals[answer.code] ?? words.event.otherRefusal(answer.code)}`;
    }
  }
}

export function Events(props: { events: readonly HostEvent[] }): JSX.Element {
  return (
    <section class={style["events"]}>
      <h3 class={style["title"]} id="host-events">
        {words.events}
      </h3>
      <div class={style["room"]}>
        <Show when={props.events.length > 0} fallback={<p class={ui["hint"]}>{words.noEvents}</p>}>
          <ul class={style["list"]} aria-labelledby="host-events" tabindex="0">
            <For each={props.events}>
              {(event) => (
                <li class={style["event"]} data-refused={"answer" in event && event.answer?.ok === false}>
                  <time class={style["at"]} translate="no">
                    {exactTime(event.at)}
                  </time>
                  <span>{textOf(event)}</span>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </div>
    </section>
  );
}
