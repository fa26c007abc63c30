/** The tomato in a small window of its own, above all others, where the browser has that. */
import { createEffect, createSignal, onCleanup, untrack } from "solid-js";
import type { JSX } from "solid-js";
import { delegateEvents, render } from "solid-js/web";
import type { Room } from "../../room/createRoom";
import { nextChangeMs } from "../../tomato/countdown";
import { Tomato } from "../../tomato/Tomato";
import style from "./floatingWindow.module.css";

/** Not in TypeScript's library. */
interface DocumentPictureInPicture {
  readonly window: Window | null;
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}
const floats = (): DocumentPictureInPicture | null =>
  (window as { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture ?? null;

export const canFloat = (): boolean => floats() !== null;

/** Within a tap. False: the browser refused. */
export async function float(room: Room): Promise<boolean> {
  let small: Window | undefined;
  try {
    small = await floats()?.requestWindow({ width: 280, height: 300 });
  } catch {
    return false;
  }
  if (small === undefined) return false;
  const { document: there } = small;
  for (const sheet of document.querySelectorAll('link[rel="stylesheet"], style')) {
    there.head.append(there.importNode(sheet, true));
  }
  there.title = document.title;
  there.documentElement.lang = document.documentElement.lang;
  Object.assign(there.documentElement.dataset, document.documentElement.dataset);
  delegateEvents(["click"], there); // Solid listens on the page's own document only
  const dispose = render(() => <Floating room={room} timers={small} />, there.body);
  small.addEventListener("pagehide", dispose, { once: true });
  return true;
}

function Floating(props: {
  room: Room;
  /** The small window's own timers: it is seen, so they are on time while the page behind it is hidden. */
  timers: Pick<Window, "setTimeout" | "clearTimeout">;
}): JSX.Element {
  const [now, setNow] = createSignal(untrack(() => props.room.now()));
  createEffect(() => {
    const shown = props.room.shown();
    let timer: number | undefined;
    function look(): void {
      const at = props.room.now();
      setNow(at);
      const wait = shown === null ? null : nextChangeMs(shown, at);
      timer = wait === null ? undefined : props.timers.setTimeout(look, wait);
    }
    look();
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
