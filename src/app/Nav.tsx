/** The foot of the screen: the ways to the sheets. */
import { For } from "solid-js";
import type { JSX } from "solid-js";
import { boardConnection } from "../features/host/createHosting";
import { controlWords } from "../i18n/controlWords";
import { useSheets } from "../ui/createSheets";
import type { SheetName } from "../ui/createSheets";
import { Icon } from "../ui/Icon";
import style from "./nav.module.css";

const WAYS = ["setup", "share", "join", "host", "device"] as const satisfies readonly SheetName[];

export function Nav(): JSX.Element {
  const sheets = useSheets();
  /** What the dot on the way to Host means; the name of a way is the sheet's, and nothing else. */
  const about = (name: SheetName): string | undefined => {
    const now = name === "host" ? boardConnection() : null;
    return now === null ? undefined : controlWords.board[now];
  };
  return (
    <nav class={style["nav"]}>
      <For each={WAYS}>
        {(name) => (
          <button
            type="button"
            class={style["way"]}
            onClick={() => sheets.show(name)}
            aria-description={about(name)}
            title={about(name)}
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
