/** The screen of a page that has no room yet: the Join sheet, over a tomato that only opens it. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { controlWords } from "../i18n/controls/words";
import type { NoRoomReason } from "../room/route";
import { messageOf } from "../tomato/messageOf";
import { Tomato } from "../tomato/Tomato";
import { createLazy } from "../ui/createLazy";
import { createSheets, SheetsContext } from "../ui/createSheets";
import ui from "../ui/ui.module.css";
import { loadScreenParts } from "./lazyScreen";
import { removePrerendered } from "./removePrerendered";
import style from "./screen.module.css";

export default function NoRoomScreen(props: { reason: NoRoomReason }): JSX.Element {
  removePrerendered();
  const sheets = createSheets("join");
  const parts = createLazy(loadScreenParts).loaded;
  return (
    <SheetsContext.Provider value={sheets}>
      <main class={style["screen"]}>
        <div class={style["stage"]}>
          <Tomato
            room={null}
            now={0}
            message={messageOf()}
            connected={false}
            onPress={() => sheets.show("join")}
          />
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
      <Show when={parts()} keyed>
        {({ OpenSheet }) => <OpenSheet noRoomReason={props.reason} />}
      </Show>
    </SheetsContext.Provider>
  );
}
