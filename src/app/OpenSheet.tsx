/** Loads and shows the sheet that is open. Every sheet is loaded when it is first wanted: the tomato waits for none. */
import { Show, useContext } from "solid-js";
import type { Component, JSX } from "solid-js";
import { hasRememberedBoard } from "../device/rememberedBoard";
import { createHosting, HostingContext } from "../features/host/createHosting";
import { controlWords } from "../i18n/controlWords";
import { RoomContext } from "../room/context";
import type { Arrival } from "../room/route";
import { Loaded } from "../ui/LazyPart";
import { useSheets } from "../ui/createSheets";
import type { SheetName } from "../ui/createSheets";
import { Sheet } from "../ui/Sheet";

export interface SheetProps {
  /** Why there is no room yet: Join says it. */
  joinWhy?: Extract<Arrival, { kind: "join" }>["why"] | undefined;
}
const LOADERS: Readonly<Record<SheetName, () => Promise<{ default: Component<SheetProps> }>>> = {
  setup: () => import("../features/setup/Setup"),
  share: () => import("../features/share/Share"),
  join: () => import("../features/join/Join"),
  host: () => import("../features/host/Host"),
  people: () => import("../features/people/People"),
  history: () => import("../features/history/History"),
  device: () => import("../features/device/Device"),
  keys: () => import("../features/keys/Keys"),
};

export default function OpenSheet(props: SheetProps): JSX.Element {
  const sheets = useSheets();
  const room = useContext(RoomContext);
  const hosting = room === undefined ? undefined : createHosting(room, () => document.title);
  if (hasRememberedBoard()) hosting?.load().catch(() => {}); // the Host sheet tries again, and says so
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
