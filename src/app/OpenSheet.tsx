/** Shows the sheet that is open. The code of a sheet is loaded when the sheet is first opened. */
import { Show, useContext } from "solid-js";
import type { Component, JSX } from "solid-js";
import { hasRememberedBoard } from "../board/readRememberedBoard";
import { createHosting, HostingContext } from "../features/host/createHosting";
import { controlWords } from "../i18n/controls/words";
import { RoomContext } from "../room/context";
import type { NoRoomReason } from "../room/route";
import { useSheets } from "../ui/createSheets";
import type { SheetName } from "../ui/createSheets";
import { leaveClosedSheet } from "../ui/leaveClosedSheet";
import { Lazy } from "../ui/Lazy";
import { LazyPart } from "../ui/LazyPart";
import { Sheet } from "../ui/Sheet";

/** The props of every sheet. `noRoomReason`: why the page has no room, if it has none. */
interface SheetProps {
  noRoomReason?: NoRoomReason | undefined;
}
const LOADERS: Readonly<Record<SheetName, () => Promise<{ default: Component<SheetProps> }>>> = {
  setup: () => import("../features/setup/Setup"),
  tasks: () => import("../features/tasks/Tasks"),
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
  leaveClosedSheet(sheets);
  const room = useContext(RoomContext);
  const hosting = room === undefined ? undefined : createHosting(room, () => document.title);
  if (hasRememberedBoard()) hosting?.load().catch(() => {}); // the Host sheet tries again and shows the error
  return (
    <HostingContext.Provider value={hosting}>
      <Show when={sheets.open()} keyed>
        {(name) => (
          <Sheet title={controlWords.sheets[name]}>
            <LazyPart load={LOADERS[name]} with={{ noRoomReason: props.noRoomReason }} />
          </Sheet>
        )}
      </Show>
      <Lazy load={() => import("./Later")} with={{}} />
    </HostingContext.Provider>
  );
}
