/** Loads and shows the sheet that is open. Every sheet is loaded when it is first wanted: the tomato waits for none. */
import { Show, useContext } from "solid-js";
import type { Component, JSX } from "solid-js";
import { remembersBoard } from "../board/memory";
import { createHosting, HostingContext } from "../hosting/createHosting";
import { controlWords } from "../i18n/controlWords";
import { RoomContext } from "../room/context";
import type { Arrival } from "../room/arrive";
import { createLater } from "../ui/createLater";
import ui from "../ui/ui.module.css";
import { useSheets } from "./createSheets";
import type { SheetName } from "./createSheets";
import { Sheet } from "./Sheet";

export interface SheetProps {
  /** Why there is no room yet: Join says it. */
  joinWhy?: Extract<Arrival, { kind: "join" }>["why"] | undefined;
}
const LOADERS: Readonly<Record<SheetName, () => Promise<{ default: Component<SheetProps> }>>> = {
  setup: () => import("./Setup"),
  share: () => import("./Share"),
  join: () => import("./Join"),
  host: () => import("./Host"),
  people: () => import("./People"),
  history: () => import("./History"),
  device: () => import("./Device"),
  keys: () => import("./Keys"),
};

export default function OpenSheet(props: SheetProps): JSX.Element {
  const sheets = useSheets();
  const room = useContext(RoomContext);
  const hosting = room === undefined ? undefined : createHosting(room, () => document.title);
  if (remembersBoard()) void hosting?.load();
  return (
    <HostingContext.Provider value={hosting}>
      <Show when={sheets.open()} keyed>
        {(name) => {
          const later = createLater(LOADERS[name]);
          return (
            <Sheet title={controlWords.sheets[name]}>
              <Show when={later.failed()}>
                <div class={ui["stack"]}>
                  <p>{controlWords.sheet.failed}</p>
                  <button type="button" class={ui["button"]} onClick={() => location.reload()}>
                    {controlWords.sheet.retry}
                  </button>
                </div>
              </Show>
              <Show when={later.component()} keyed>
                {(Content) => <Content joinWhy={props.joinWhy} />}
              </Show>
            </Sheet>
          );
        }}
      </Show>
    </HostingContext.Provider>
  );
}
