/** Follows the links and shortcuts that the system hands to this window, because the app is open in it already. */
import { createSignal, onCleanup, Show, useContext } from "solid-js";
import type { JSX } from "solid-js";
import { boardConnection } from "../features/host/createHosting";
import { controlWords } from "../i18n/controls/words";
import { RoomContext } from "../room/context";
import { linkFromUrl } from "../room/link";
import { sheetFromUrl, useSheets } from "../ui/createSheets";
import Confirm from "../ui/Confirm";

/** Chromium's queue, which TypeScript's library does not have. It keeps launches until there is a consumer. */
interface LaunchQueue {
  setConsumer(consumer: (launch: { readonly targetURL?: string | null }) => void): void;
}

/** For how long, in ms, the first launch may be the one that has loaded this page; after a reload it comes again. */
const START_MS = 1000;

const withoutHash = (address: string): string => address.split("#")[0] ?? "";

/** Asks before it leaves a room in which this tab hosts a board. */
export function Launches(): JSX.Element {
  const sheets = useSheets();
  const room = useContext(RoomContext); // undefined on the screen without a room
  const [address, setAddress] = createSignal<string | null>(null);
  let isStarting = true;
  const timer = setTimeout(() => (isStarting = false), START_MS);
  onCleanup(() => clearTimeout(timer));

  function hasLoadedThisPage(url: URL): boolean {
    if (!isStarting) return false;
    isStarting = false;
    const [load] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return load?.type === "reload" || withoutHash(load?.name ?? "") === withoutHash(url.href);
  }
  function isThisRoom(url: URL): boolean {
    const link = linkFromUrl(url);
    return link !== null && link.room === room?.link.room && (link.key ?? room.link.key) === room.link.key;
  }
  function follow(url: URL): void {
    if (hasLoadedThisPage(url)) return;
    const sheet = sheetFromUrl(url);
    if (url.pathname !== "/" && !isThisRoom(url)) {
      if (boardConnection() === null) location.assign(url);
      else setAddress(url.href);
    } else if (sheet !== null && sheet !== sheets.open() && (room !== undefined || sheet === "join")) {
      sheets.show(sheet);
    }
  }
  const queue = (globalThis as { launchQueue?: LaunchQueue }).launchQueue;
  queue?.setConsumer(({ targetURL }) => {
    if (targetURL) follow(new URL(targetURL, location.href));
  });

  return (
    <Show when={address()} keyed>
      {(target) => (
        <Confirm
          question={controlWords.board.confirmLeave}
          choices={[{ label: controlWords.board.leave, choose: () => location.assign(target) }]}
          onClose={() => setAddress(null)}
        />
      )}
    </Show>
  );
}
