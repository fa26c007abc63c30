/** No room yet: the sheet to join one, over a quiet tomato. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { controlWords } from "../i18n/controlWords";
import type { Arrival } from "../room/route";
import { createSheets, SheetsContext } from "../ui/createSheets";
import { Tomato } from "../tomato/Tomato";
import { createLater } from "../ui/createLazy";
import ui from "../ui/ui.module.css";
import { endFirstSight } from "../prerender/removePrerendered";
import { loadRest } from "./lazyScreen";
import style from "./screen.module.css";

export default function NoRoomScreen(props: { why: Extract<Arrival, { kind: "join" }>["why"] }): JSX.Element {
  endFirstSight();
  const sheets = createSheets("join");
  const rest = createLater(loadRest).loaded;
  return (
    <SheetsContext.Provider value={sheets}>
      <main class={style["screen"]}>
        <div class={style["stage"]}>
          <Tomato room={null} now={0} connected={false} onPress={() => sheets.show("join")} />
        </div>
        <div class={style["panel"]}>
          <div class={style["noRoom"]}>
            <p class={ui["hint"]}>{controlWords.hint.noRoom}</p>
            <button type="button" class={ui["primary"]} onClick={() => sheets.show("join")}>
              {controlWords.sheets.join}
            </button>
          </div>
        </div>
      </main>
      <Show when={rest()} keyed>
        {({ OpenSheet }) => <OpenSheet joinWhy={props.why} />}
      </Show>
    </SheetsContext.Provider>
  );
}
