/** Loads and shows the sheet that is open. Every sheet is loaded when it is first wanted: the tomato waits for none. */
import { Show, useContext } from "solid-js";
import type { Component, JSX } from "solid-js";
import { remembersBoard } from "../board/memory";
import { createHosting, HostingContext } from "../hosting/createHosting";
import { controlWords } from "../i18n/controlWords";
import { RoomContext } from "../room/context";
import type { Arrival } from "../room/arrive";
import { Loaded } from "../ui/Loaded";
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
  if (remembersBoard()) hosting?.load().catch(() => {}); // the Host sheet tries again, and says so
  return (
    <HostingContext.Provider value={hosting}>
      <Show when={sheets.open()} keyed>
        {(name) => (
          <Sheet title={controlWords.sheets[name]}>
            <Loaded load={LOADERS[name]} with={{ joinWhy: props.joinWhy }} />
          </Sheet>
        )}
      </Show>
    </HostingContext.Provider>
  );
}
