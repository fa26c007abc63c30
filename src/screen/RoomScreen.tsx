/** The one screen: the tomato, a line of words, what one may do, and the ways to the sheets. */
import { createEffect, createMemo, createSignal, on, Show, untrack } from "solid-js";
import type { JSX } from "solid-js";
import { IDLE, SHORT_BREAK, WORK } from "../../party/pomodoro";
import type { RoomMessage } from "../../party/protocol";
import { timeOfDay, words } from "../i18n/words";
import { RoomContext } from "../room/context";
import { createRoom } from "../room/createRoom";
import type { Wish } from "../room/createRoom";
import { rememberWord } from "../room/device";
import type { Link } from "../room/link";
import { createSheets, SheetsContext } from "../sheets/createSheets";
import type { SheetName } from "../sheets/createSheets";
import { createNow } from "../tomato/createNow";
import { Tomato } from "../tomato/Tomato";
import { Later } from "../ui/Later";
import { useWishes } from "../ui/wishes";
import { createKeys } from "./createKeys";
import { createNotice } from "./createNotice";
import { createTitle } from "./createTitle";
import { Head, Nav } from "./Edges";
import { hintOf, refusalOf } from "./hint";
import style from "./screen.module.css";

export function RoomScreen(props: {
  link: Link;
  last: RoomMessage | null;
  sheet: SheetName | null;
}): JSX.Element {
  const { wishes } = useWishes();
  // A screen is made for one room and ends with it.
  const room = untrack(() => createRoom(props.link, { name: wishes().name, last: props.last }));
  const sheets = createSheets(untrack(() => props.sheet));
  const now = createNow(room);
  const notice = createNotice(room);
  const overlay = document.documentElement.dataset["view"] === "overlay";
  createTitle(room, now);
  createKeys({ sheets, enabled: () => wishes().keys });
  createEffect(on(() => wishes().name, room.setName, { defer: true }));
  createEffect(
    on(
      room.shown,
      (shown) => shown && room.connection() === "open" && void rememberWord(room.link.room, shown),
    ),
  );

  async function act(wish: Wish): Promise<void> {
    const refusal = refusalOf(await room.act(wish), words);
    if (refusal !== null) notice.tell(refusal);
  }
  function press(): void {
    const shown = room.shown();
    const running =
      shown !== null && (shown.state === WORK || shown.state === SHORT_BREAK) && shown.held_ms === null;
    if (room.role() === "watch" && room.connection() === "open") return notice.tell(words.refused.watch);
    if (running && shown.ends_at !== null) return notice.tell(words.hint.rings(timeOfDay(shown.ends_at)));
    void act({ action: "press" });
  }

  const unknown = (): string => (room.connection() === "lost" ? words.hint.unknownRoom : "");
  const hint = createMemo(() => {
    const shown = room.shown();
    return notice.text() ?? (shown === null ? unknown() : hintOf(shown, words, timeOfDay));
  });
  /** Told to screen readers when the state changes, never with the seconds. */
  const [announced, setAnnounced] = createSignal("");
  createEffect(
    on(
      () => `${room.shown()?.state}/${room.shown()?.held_ms !== null}`,
      () => {
        const shown = room.shown();
        if (shown === null) return;
        const message = words.messages[shown.state] ?? "";
        setAnnounced(shown.held_ms === null ? message : `${message}, ${words.paused}`);
      },
    ),
  );

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
            <Head />
            <Later
              load={() => import("../pwa/UpdateBar")}
              with={{
                get idle() {
                  return (room.shown()?.state ?? IDLE) === IDLE;
                },
              }}
            />
            <div class={style["stage"]}>
              <Tomato
                room={room.shown()}
                now={now()}
                connected={room.connection() === "open"}
                onPress={press}
              />
            </div>
            <div class={style["panel"]}>
              <p class={style["hint"]}>{hint()}</p>
              <div class={style["controls"]}>
                <Later
                  load={() => import("./Controls")}
                  with={{
                    act: (wish) => void act(wish),
                    tell: notice.tell,
                    get now() {
                      return now();
                    },
                  }}
                />
              </div>
              <Nav />
            </div>
          </main>
          <Later load={() => import("../sheets/OpenSheet")} with={{}} />
        </Show>
        <div role="status" class="visually-hidden">
          {announced()}
        </div>
      </SheetsContext.Provider>
    </RoomContext.Provider>
  );
}
