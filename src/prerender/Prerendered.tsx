/**
 * What index.html shows before any script has loaded: the tomato in its place. It cannot be pressed. In index.html it says
 * nothing, because nothing is known of the room; in a room's page the server draws what the room shows (`pictures.ts`).
 */
import type { JSX } from "solid-js";
import { renderToString } from "solid-js/web";
import type { RoomView } from "../../party/shared/codec";
import { IDLE, isHeld, STATE_NAMES } from "../../party/shared/pomodoro";
import { SUPPORTED_BROWSERS } from "../supportedBrowsers.mjs";
import { messageOf } from "../tomato/messageOf";
import { Drawing } from "../tomato/Drawing";
import style from "../app/screen.module.css";

const { chrome, firefox, safari, safari_ios } = SUPPORTED_BROWSERS;
const browsers = `Chrome or Edge ${chrome}, Firefox ${firefox}, Safari ${safari} or iOS ${safari_ios}`;

/** `room`: null while nothing is known. */
function Prerendered(props: { room: RoomView | null }): JSX.Element {
  return (
    <main class={style["screen"]} data-prerendered>
      <div class={style["stage"]}>
        <div
          class="tomato"
          translate="no"
          data-state={STATE_NAMES[props.room?.phase.state ?? IDLE]}
          data-held={props.room !== null && isHeld(props.room.phase)}
          data-timed="false"
          data-connected={props.room === null ? "false" : "soon"}
        >
          <Drawing room={props.room} now={0} message={messageOf(props.room?.phase)} />
        </div>
      </div>
      <div class={style["panel"]}>
        <noscript>
          <p class={style["noScript"]}>
            Shared Pomodoro needs JavaScript. Turn it on, and load the page again.
          </p>
        </noscript>
        {/* Shown by public/old-browser.js. */}
        <p class={style["noScript"]} data-old-browser hidden>
          This browser is too old for Shared Pomodoro, which needs {browsers}, or a newer one.
        </p>
      </div>
    </main>
  );
}

/** The HTML for `<div id="app">`. */
export const prerender = (room: RoomView | null = null): string =>
  renderToString(() => <Prerendered room={room} />);
