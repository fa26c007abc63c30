/** The screen below the tomato: the offers, a line of text, the controls, and the buttons that open the sheets. */
import { createEffect, createMemo, on, Show, untrack } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { controlWords } from "../i18n/controls/words";
import { timeOfDay } from "../i18n/formats";
import { useRoom } from "../room/context";
import type { ActionInput, ActionTarget } from "../room/createRoom";
import { createRoomCache } from "../room/createRoomCache";
import { doing, restoreDoing } from "../room/doing";
import { hintText, outcomeText } from "../room/hint";
import type { Outcome } from "../room/hint";
import { useSheets } from "../ui/createSheets";
import { createShortcuts } from "../ui/createShortcuts";
import { Lazy } from "../ui/Lazy";
import { Named } from "../ui/Named";
import { Announcer } from "./Announcer";
import { Controls } from "./Controls";
import { createNotice } from "./createNotice";
import { createTitle } from "./createTitle";
import { Nav } from "./Nav";
import { Offers } from "./Offers";
import controls from "./controls.module.css";
import style from "./panel.module.css";

export default function Panel(props: {
  /** Epoch ms on the server's clock. */
  now: Accessor<number>;
  /** What the tomato says. */
  message: Accessor<string>;
  /** The state of the room that this device had cached when the page was loaded. */
  cached: RoomMessage | null;
  /** What became of the last press. */
  outcome: Accessor<Outcome | null>;
}): JSX.Element {
  const room = useRoom();
  const notice = createNotice(room);
  createTitle(
    room,
    () => props.now(),
    () => props.message(),
  );
  createShortcuts(useSheets());
  untrack(() => createRoomCache(room, props.cached));

  function showOutcome(outcome: Outcome | null): void {
    const text = outcome === null ? null : outcomeText(outcome, controlWords, timeOfDay);
    if (text !== null) notice.show(text);
  }
  createEffect(on(() => props.outcome(), showOutcome));

  const hint = createMemo(() => {
    const shown = room.shown();
    const unknown = room.connection() === "lost" ? controlWords.hint.unknownRoom : "";
    return (
      notice.text() ??
      (shown === null
        ? unknown
        : hintText(shown, controlWords, timeOfDay, {
            isWatcher: room.role() === "watch",
            isConnected: room.connection() !== "lost",
          }))
    );
  });
  void untrack(() => restoreDoing(room));
  const usesTeam = createMemo(() => doing() !== null || (room.shown()?.turns ?? null) !== null);
  const act = (input: ActionInput, target?: ActionTarget): void =>
    void room.act(input, target).then((answer) => showOutcome({ kind: "answer", answer }));
  return (
    <>
      <div class={style["above"]} data-connected={room.connection() !== "lost"}>
        <Lazy load={() => import("../alarm/Alarms")} with={{}} />
        <Offers act={act} now={props.now()} />
      </div>
      <div class={style["line"]}>
        {/* Keyed: each text is a new element, which fades in where it stands. */}
        <Show when={hint()} keyed>
          {(text) => (
            <p class={style["hint"]}>
              <Named text={text} name={untrack(() => notice.text() && room.shown()?.by?.name)} />
            </p>
          )}
        </Show>
        <Show when={usesTeam()}>
          <Lazy load={() => import("../features/tasks/TeamLine")} with={{}} />
        </Show>
      </div>
      <div class={controls["controls"]} data-connected={room.connection() !== "lost"}>
        <Controls act={act} showNotice={notice.show} />
      </div>
      <Nav />
      <Announcer message={props.message()} />
    </>
  );
}
