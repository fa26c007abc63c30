/**
 * What index.html shows before any script has loaded: the tomato in its place. It says nothing and cannot be pressed,
 * because nothing is known of the room yet. Drawn by `plugin.mjs` when the app is built.
 */
import type { JSX } from "solid-js";
import { renderToString } from "solid-js/web";
import { SUPPORTED_BROWSERS } from "../supportedBrowsers.mjs";
import { Drawing } from "../tomato/Drawing";
import tomato from "../tomato/Tomato.module.css";
import style from "../app/screen.module.css";

const { chrome, firefox, safari, safari_ios } = SUPPORTED_BROWSERS;
const browsers = `Chrome or Edge ${chrome}, Firefox ${firefox}, Safari ${safari} or iOS ${safari_ios}`;

function Prerendered(): JSX.Element {
  return (
    <main class={style["screen"]} data-prerendered>
      <div class={style["stage"]}>
        <div class={tomato["tomato"]} data-state="idle" data-connected="false">
          <Drawing room={null} now={0} />
        </div>
      </div>
      <div class={style["panel"]}>
        <noscript>
          <p class={style["noScript"]}>
            Shared Pomodoro needs JavaScript: the tomato is drawn and pressed by it.
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
export const prerender = (): string => renderToString(Prerendered);
