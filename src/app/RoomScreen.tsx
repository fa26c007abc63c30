/** The screen of a room: the tomato, a line of text, the controls, and the buttons that open the sheets. */
import { createEffect, createMemo, createSignal, on, Show, untrack } from "solid-js";
import type { JSX } from "solid-js";
import { isRunning } from "../../party/shared/pomodoro";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { getPreference } from "../device/pagePreferences";
import { USER_NAME } from "../device/preferences";
import { RoomContext } from "../room/context";
import { createRoom } from "../room/createRoom";
import type { Outcome } from "../room/hint";
import type { Link } from "../room/link";
import { readPageRoom } from "../room/pageRoom";
import { createNow } from "../tomato/createNow";
import { messageOf } from "../tomato/messageOf";
import { reachOf } from "../tomato/reachOf";
import { Tomato } from "../tomato/Tomato";
import { createLazy } from "../ui/createLazy";
import { createSheets, SheetsContext } from "../ui/createSheets";
import type { SheetName } from "../ui/createSheets";
import { loadScreenParts } from "./lazyScreen";
import { removePrerendered } from "./removePrerendered";
import style from "./screen.module.css";

export function RoomScreen(props: {
  link: Link;
  cached: RoomMessage | null;
  sheet: SheetName | null;
}): JSX.Element {
  removePrerendered();
  const userName = createMemo(() => getPreference(USER_NAME));
  // A screen belongs to one room: for another room another screen is made.
  const room = untrack(() =>
    createRoom(props.link, { name: userName(), cached: props.cached, first: readPageRoom() }),
  );
  const sheets = createSheets(untrack(() => props.sheet));
  const now = createNow(room);
  /** What became of the last press. Never equal to the one before: the same outcome is shown again. */
  const [outcome, setOutcome] = createSignal<Outcome | null>(null, { equals: false });
  const parts = createLazy(loadScreenParts).loaded;
  const message = createMemo(() => messageOf(room.shown()?.phase, now(), parts()?.startText, room.role()));
  createEffect(on(userName, room.setName, { defer: true }));

  function press(): void {
    const phase = room.shown()?.phase;
    const open = room.connection() !== "lost";
    if (open && room.role() === "watch") setOutcome({ kind: "watching" });
    else if (open && phase !== undefined && isRunning(phase)) setOutcome({ kind: "runs", period: phase });
    else void room.act({ action: "press" }).then((answer) => setOutcome({ kind: "answer", answer }));
  }

  return (
    <RoomContext.Provider value={room}>
      <SheetsContext.Provider value={sheets}>
        <main class={style["screen"]}>
          <Show when={parts()} keyed>
            {({ Head }) => <Head />}
          </Show>
          <div class={style["stage"]}>
            <Tomato
              room={room.shown()}
              now={now()}
              message={message()}
              connected={reachOf(room)}
              onPress={press}
            />
            <Show when={parts()} keyed>
              {({ SetEnd }) => <SetEnd />}
            </Show>
          </div>
          <div class={style["panel"]}>
            <Show when={parts()} keyed>
              {({ Panel }) => <Panel now={now} message={message} outcome={outcome} cached={props.cached} />}
            </Show>
          </div>
        </main>
        <Show when={parts()} keyed>
          {({ OpenSheet }) => <OpenSheet />}
        </Show>
      </SheetsContext.Provider>
    </RoomContext.Provider>
  );
}
