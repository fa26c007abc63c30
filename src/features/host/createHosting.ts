/**
 * Host mode of this page: keeps the board connected while the Host sheet is closed, and connects it again on the next
 * visit. Loads the board code only when a board is remembered or the sheet is opened.
 */
import {
  createContext,
  createEffect,
  createMemo,
  createRoot,
  createSignal,
  on,
  onCleanup,
  useContext,
} from "solid-js";
import type { Accessor } from "solid-js";
import type { Board } from "../../../party/shared/serverMessages";
import type { BrowserHost } from "../../board/browserHost";
import type { HostView } from "../../board/hostView";
import type { RoomLink } from "../../board/roomLink";
import type { Room } from "../../room/createRoom";

export interface Hosting {
  /** Loads the board code, once. Rejects if it cannot be loaded; the next call tries again. */
  readonly load: () => Promise<BrowserHost>;
  /** Null until the board code is loaded. */
  readonly view: Accessor<HostView | null>;
}
/** This tab's board on the main screen: it works, it worked and is disconnected, or (null) there is none. */
export type BoardConnection = "live" | "lost" | null;
const [boardConnection, setBoardConnection] = createSignal<BoardConnection>(null);
export { boardConnection };
/** Whether a program is being put on a board, or that is over and nobody has seen it: the sheet then opens there. */
export const [putOn, setPutOn] = createSignal<"idle" | "running" | "done">("idle");
export const HostingContext = createContext<Hosting>();

/** The room for the board layer. */
function makeRoomLink(room: Room): RoomLink {
  return {
    get snapshot() {
      return room.shown();
    },
    get isConnected() {
      return room.connection() === "open"; // the room refuses what a watcher's board asks for
    },
    now: room.now,
    probe() {
      if (document.visibilityState === "hidden") room.probe(); // a visible page does so by itself
    },
    subscribe(callback) {
      return createRoot((dispose) => {
        createEffect(on([room.shown, room.connection], callback, { defer: true }));
        return dispose;
      });
    },
    act: room.act,
  };
}

export function createHosting(room: Room, title: () => string): Hosting {
  const [view, setView] = createSignal<HostView | null>(null);
  const roomLink = makeRoomLink(room);
  let host: BrowserHost | null = null;
  let loading: Promise<BrowserHost> | null = null;
  let isDisposed = false;

  async function loadHost(): Promise<BrowserHost> {
    const { makeBrowserHost } = await import("../../board/browserHost");
    const made = makeBrowserHost(roomLink, title);
    host = made;
    setView(made.view.value);
    made.view.subscribe(() => setView(made.view.value));
    if (isDisposed) void made.close();
    else await made.start();
    return made;
  }
  const load = (): Promise<BrowserHost> =>
    (loading ??= loadHost().catch((error: unknown) => {
      loading = null;
      throw error;
    }));

  // Tells the room when this tab gets or loses a board.
  const board = createMemo<Board | null>(
    () => {
      const live = view()?.status.phase === "live" ? view()?.board : null;
      return live ? { kind: live.kind, name: live.name || live.kind } : null;
    },
    null,
    { equals: (a, b) => a?.kind === b?.kind && a?.name === b?.name },
  );
  createEffect(on(board, (now) => room.setBoard(now), { defer: true }));

  createEffect(() => {
    const phase = view()?.status.phase ?? "off";
    setBoardConnection((before) => {
      if (phase === "live") return "live";
      if (phase === "off" || phase === "elsewhere") return null;
      return phase === "waiting" || before !== null ? "lost" : null; // null: the board has never worked
    });
  });

  // A HID light keeps its last colour without a host: closing makes it dark.
  const closeHost = (): void => void host?.close();
  addEventListener("pagehide", closeHost);
  // A page that the browser restores from its back/forward cache has closed its board: it starts again.
  const reloadIfRestored = (event: PageTransitionEvent): void =>
    void (event.persisted && host !== null && location.reload());
  addEventListener("pageshow", reloadIfRestored);
  onCleanup(() => {
    isDisposed = true;
    setBoardConnection(null);
    removeEventListener("pagehide", closeHost);
    removeEventListener("pageshow", reloadIfRestored);
    closeHost();
  });

  return { load, view };
}

export function useHosting(): Hosting {
  const hosting = useContext(HostingContext);
  if (hosting === undefined) throw new Error("useHosting is called outside a room");
  return hosting;
}
