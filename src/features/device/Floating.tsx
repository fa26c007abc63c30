/** The tomato in a small window that stays above all others (Document Picture-in-Picture). */
import { createEffect, createSignal, onCleanup, untrack } from "solid-js";
import type { JSX } from "solid-js";
import { delegateEvents, render } from "solid-js/web";
import { chime } from "../../alarm/chime";
import type { Room } from "../../room/createRoom";
import { watchPresses } from "../../device/presses";
import { nextChangeMs } from "../../../party/shared/countdown";
import { messageOf } from "../../tomato/messageOf";
import { startText } from "../../tomato/startText";
import { Tomato } from "../../tomato/Tomato";
import type { Sheets } from "../../ui/createSheets";
import { listenForShortcuts } from "../../ui/createShortcuts";
import style from "./Floating.module.css";

/** Shows the tomato in this new window. */
export function drawFloating(floating: Window, room: Room, sheets: Sheets): void {
  const { document: target } = floating;
  for (const sheet of document.querySelectorAll('link[rel="stylesheet"], style')) {
    target.head.append(target.importNode(sheet, true));
  }
  watchPresses(target);
  const stopFollowing = followPage(target);
  delegateEvents(["click"], target); // by default Solid listens on the page's own document only
  const dispose = render(() => <Floating room={room} timers={floating} />, target.body);
  listenForShortcuts(floating, sheets);
  // A touch of the small window lets the page make a sound.
  for (const event of ["pointerup", "click", "keydown"]) target.addEventListener(event, () => chime.unlock());
  floating.addEventListener(
    "pagehide",
    () => {
      stopFollowing();
      dispose();
    },
    { once: true },
  );
}

/** Keeps title, language and colours of the small window as those of the page. Returns a function that ends it. */
function followPage(target: Document): () => void {
  const root = document.documentElement;
  function copy(): void {
    target.title = document.title;
    target.documentElement.lang = root.lang;
    for (const name of Object.keys(target.documentElement.dataset))
      delete target.documentElement.dataset[name];
    Object.assign(target.documentElement.dataset, root.dataset);
  }
  copy();
  const observer = new MutationObserver(copy);
  observer.observe(root, { attributes: true });
  observer.observe(document.head, { childList: true, characterData: true, subtree: true }); // the title
  return () => observer.disconnect();
}

function Floating(props: {
  room: Room;
  /** Those of the small window. It is visible, so they are on time even while the page behind it is hidden. */
  timers: Pick<Window, "setTimeout" | "clearTimeout">;
}): JSX.Element {
  const [now, setNow] = createSignal(untrack(() => props.room.now()));
  createEffect(() => {
    const shown = props.room.shown();
    let timer: number | undefined;
    function update(): void {
      const at = props.room.now();
      setNow(at);
      const wait = shown === null ? null : nextChangeMs(shown, at);
      timer = wait === null ? undefined : props.timers.setTimeout(update, wait);
    }
    update();
    onCleanup(() => props.timers.clearTimeout(timer));
  });
  return (
    <main class={style["floating"]}>
      <Tomato
        room={props.room.shown()}
        now={now()}
        message={messageOf(props.room.shown()?.phase, now(), startText, props.room.role())}
        connected={props.room.connection() === "open"}
        onPress={() => void props.room.act({ action: "press" })}
      />
    </main>
  );
}
