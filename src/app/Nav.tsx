/** The foot of the screen: the buttons that open the sheets. */
import { For } from "solid-js";
import type { JSX } from "solid-js";
import { boardConnection } from "../features/host/createHosting";
import { controlWords } from "../i18n/controls/words";
import { useSheets } from "../ui/createSheets";
import type { SheetName } from "../ui/createSheets";
import { Icon } from "../ui/Icon";
import style from "./nav.module.css";

const SHEETS = ["setup", "tasks", "share", "join", "host", "device"] as const satisfies readonly SheetName[];

export function Nav(): JSX.Element {
  const sheets = useSheets();
  /** What the dot on the Host button means. The name of a button is only that of its sheet. */
  const description = (name: SheetName): string | undefined => {
    const presence = name === "host" ? boardConnection() : null;
    return presence === null ? undefined : controlWords.board[presence];
  };
  return (
    <nav class={style["nav"]}>
      <For each={SHEETS}>
        {(name) => (
          <button
            type="button"
            class={style["item"]}
            onClick={() => sheets.show(name)}
            aria-description={description(name)}
            title={description(name) ?? controlWords.purposes[name]}
            data-board={name === "host" ? boardConnection() : null}
          >
            <Icon name={name} />
            <span>{controlWords.sheets[name]}</span>
          </button>
        )}
      </For>
    </nav>
  );
}
