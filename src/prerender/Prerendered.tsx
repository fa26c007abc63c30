/**
 * What index.html shows before any script has come: the tomato in its place, saying nothing, because nothing is known
 * yet, and nothing that could be pressed. Drawn when the app is built, by `firstSightInPage.mjs`.
 */
import type { JSX } from "solid-js";
import { renderToString } from "solid-js/web";
import { Drawing } from "../tomato/Drawing";
import tomato from "../tomato/Tomato.module.css";
import style from "../app/screen.module.css";

function FirstSight(): JSX.Element {
  return (
    <main class={style["screen"]} data-first-sight>
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
      </div>
    </main>
  );
}

export const firstSight = (): string => renderToString(FirstSight);
