/** What comes right after the tomato: a line of words, what one may do, and the ways to the sheets. */
import { createEffect, createMemo, on, Show, untrack } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { controlWords as words } from "../i18n/controlWords";
import { timeOfDay } from "../i18n/formats";
import { useRoom } from "../room/context";
import { createRoomCache } from "../room/createRoomCache";
import type { ActionInput } from "../room/createRoom";
import { Later } from "../ui/Lazy";
import { useSheets } from "../ui/createSheets";
import { useWishes } from "../device/preferences";
import { Announcer } from "./Announcer";
import { Controls } from "./Controls";
import { createKeys } from "./createShortcuts";
import { createNotice } from "./createNotice";
import { createTitle } from "./createTitle";
import { hintOf, outcomeText } from "../room/hint";
import type { Outcome } from "../room/hint";
import { Nav } from "./Nav";
import { Offers } from "./Offers";
import controls from "./controls.module.css";
import style from "./panel.module.css";

export default function Panel(props: {
  /** Server time in ms. */
  now: Accessor<number>;
  /** The room's last word that this device had kept. */
  last: RoomMessage | null;
  /** What became of the last press. */
  outcome: Accessor<Outcome | null>;
}): JSX.Element {
  const room = useRoom();
  const { wishes } = useWishes();
  const notice = createNotice(room);
  createTitle(room, () => props.now());
  createKeys({ sheets: useSheets(), enabled: () => wishes().keys });

  function tell(outcome: Outcome | null): void {
    const text = outcome === null ? null : outcomeText(outcome, words, timeOfDay);
    if (text !== null) notice.tell(text);
  }
  createEffect(on(() => props.outcome(), tell));

  untrack(() => createRoomCache(room, props.last));

  const hint = createMemo(() => {
    const shown = room.shown();
    const unknown = room.connection() === "lost" ? words.hint.unknownRoom : "";
    return (
      notice.text() ??
      (shown === null
        ? unknown
        : hintOf(shown, words, timeOfDay, {
            watches: room.role() === "watch",
            reaches: room.connection() !== "lost",
          }))
    );
  });
  const act = (input: ActionInput): void =>
    void room.act(input).then((answer) => tell({ kind: "answer", answer }));
  return (
    <>
      <div class={style["above"]} data-reaches={room.connection() === "open"}>
        <Later load={() => import("../alarm/Alarms")} with={{}} />
        <Offers act={act} now={props.now()} />
      </div>
      <div class={style["line"]}>
        {/* A new line for every text: none seems to move. */}
        <Show when={hint()} keyed>
          {(text) => <p class={style["hint"]}>{text}</p>}
        </Show>
      </div>
      <div class={controls["controls"]} data-reaches={room.connection() === "open"}>
        <Controls act={act} tell={notice.tell} />
      </div>
      <Nav />
      <Announcer />
    </>
  );
}
