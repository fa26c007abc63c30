/** The one screen: the tomato, a line of words, what one may do, and the ways to the sheets. */
import { createEffect, createSignal, on, Show, untrack } from "solid-js";
import type { JSX } from "solid-js";
import { isRunning } from "../../party/shared/pomodoro";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { RoomContext } from "../room/context";
import { createRoom } from "../room/createRoom";
import type { Link } from "../room/link";
import { createSheets, SheetsContext } from "../ui/createSheets";
import type { SheetName } from "../ui/createSheets";
import { createNow } from "../tomato/createNow";
import { Tomato } from "../tomato/Tomato";
import { createLater } from "../ui/createLazy";
import { useWishes } from "../device/preferences";
import { endFirstSight } from "../prerender/removePrerendered";
import type { Outcome } from "../room/hint";
import { loadRest } from "./lazyScreen";
import style from "./screen.module.css";

export function RoomScreen(props: {
  link: Link;
  last: RoomMessage | null;
  sheet: SheetName | null;
}): JSX.Element {
  endFirstSight();
  const { wishes } = useWishes();
  // A screen is made for one room and ends with it.
  const room = untrack(() => createRoom(props.link, { name: wishes().name, cached: props.last }));
  const sheets = createSheets(untrack(() => props.sheet));
  const now = createNow(room);
  /** What became of the last press; every one is news, even the same again. */
  const [outcome, setOutcome] = createSignal<Outcome | null>(null, { equals: false });
  const overlay = document.documentElement.dataset["view"] === "overlay";
  const rest = overlay ? () => null : createLater(loadRest).loaded;
  createEffect(on(() => wishes().name, room.setName, { defer: true }));

  function press(): void {
    const phase = room.shown()?.phase;
    const open = room.connection() === "open";
    if (open && room.role() === "watch") setOutcome({ kind: "watching" });
    else if (open && phase !== undefined && isRunning(phase)) setOutcome({ kind: "rings", at: phase.endsAt });
    else void room.act({ action: "press" }).then((answer) => setOutcome({ kind: "answer", answer }));
  }

  return (
    <RoomContext.Provider value={room}>
      <SheetsContext.Provider value={sheets}>
        <Show
          when={!overlay}
          fallback={
            <Tomato
              room={room.shown()}
              now={now()}
              connected={room.connection() === "open"}
              onPress={press}
            />
          }
        >
          <main class={style["screen"]}>
            <Show when={rest()} keyed>
              {({ Head }) => <Head />}
            </Show>
            <div class={style["stage"]}>
              <Tomato
                room={room.shown()}
                now={now()}
                connected={room.connection() === "open"}
                onPress={press}
              />
              <Show when={rest()} keyed>
                {({ Celebration }) => <Celebration />}
              </Show>
            </div>
            <div class={style["panel"]}>
              <Show when={rest()} keyed>
                {({ Panel }) => <Panel now={now} outcome={outcome} last={props.last} />}
              </Show>
            </div>
          </main>
          <Show when={rest()} keyed>
            {({ OpenSheet }) => <OpenSheet />}
          </Show>
        </Show>
      </SheetsContext.Provider>
    </RoomContext.Provider>
  );
}
