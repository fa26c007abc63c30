/** The tomato in a small window that stays above all others (Document Picture-in-Picture). */
import { createEffect, createSignal, onCleanup, untrack } from "solid-js";
import type { JSX } from "solid-js";
import { delegateEvents, render } from "solid-js/web";
import type { Room } from "../../room/createRoom";
import { nextChangeMs } from "../../tomato/countdown";
import { Tomato } from "../../tomato/Tomato";
import style from "./floatingWindow.module.css";

/** TypeScript's library does not have it. */
interface DocumentPictureInPicture {
  readonly window: Window | null;
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}
const pictureInPicture = (): DocumentPictureInPicture | null =>
  (window as { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture ?? null;

/** Whether this browser has such windows. */
export const canFloat = (): boolean => pictureInPicture() !== null;

/** Must be called in the handler of a tap. False: the browser refused. */
export async function openFloatingWindow(room: Room): Promise<boolean> {
  let floating: Window | undefined;
  try {
    floating = await pictureInPicture()?.requestWindow({ width: 280, height: 300 });
  } catch {
    return false;
  }
  if (floating === undefined) return false;
  const { document: target } = floating;
  for (const sheet of document.querySelectorAll('link[rel="stylesheet"], style')) {
    target.head.append(target.importNode(sheet, true));
  }
  target.title = document.title;
  target.documentElement.lang = document.documentElement.lang;
  Object.assign(target.documentElement.dataset, document.documentElement.dataset);
  delegateEvents(["click"], target); // by default Solid listens on the page's own document only
  const dispose = render(() => <Floating room={room} timers={floating} />, target.body);
  floating.addEventListener("pagehide", dispose, { once: true });
  return true;
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
        connected={props.room.connection() === "open"}
        onPress={() => void props.room.act({ action: "press" })}
      />
    </main>
  );
}
