/**
 * Host mode of this page: the board goes on when its sheet is closed, and comes back by itself on the next visit.
 * What drives boards is loaded only when a board is remembered or somebody opens the sheet.
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
import type { RoomAnswer, RoomLink } from "../../board/roomLink";
import type { Answer, Room } from "../../room/createRoom";

export interface Hosting {
  /** Loads what drives boards, once. */
  readonly load: () => Promise<BrowserHost>;
  /** Null until it is loaded. */
  readonly view: Accessor<HostView | null>;
}
/** Of this tab's board, as the main screen shows it: it works, or it did and is awaited; null: there is none. */
export type Presence = "live" | "lost" | null;
const [presence, setPresence] = createSignal<Presence>(null);
export { presence };
export const HostingContext = createContext<Hosting>();

/** The room as a board sees it. */
function linkOf(room: Room): RoomLink {
  const brief = (answer: Answer): RoomAnswer =>
    answer.ok ? { ok: true, ms: answer.ms } : { ok: false, code: answer.code };
  return {
    get snapshot() {
      return room.shown();
    },
    get up() {
      return room.connection() === "open" && room.role() === "control";
    },
    now: room.now,
    subscribe(callback) {
      return createRoot((dispose) => {
        createEffect(on([room.shown, room.connection, room.role], callback, { defer: true }));
        return dispose;
      });
    },
    press: async ({ on, until }) => brief(await room.act({ action: "press", via: "board" }, { on, until })),
    skip: async ({ on, until }) => brief(await room.act({ action: "skip" }, { on, until })),
  };
}

export function createHosting(room: Room, title: () => string): Hosting {
  const [view, setView] = createSignal<HostView | null>(null);
  let host: BrowserHost | null = null;
  let loading: Promise<BrowserHost> | null = null;
  let gone = false;

  async function make(): Promise<BrowserHost> {
    const { makeBrowserHost } = await import("../../board/browserHost");
    const made = makeBrowserHost(linkOf(room), title);
    host = made;
    setView(made.view.value);
    made.view.subscribe(() => setView(made.view.value));
    if (gone) void made.close();
    else await made.start();
    return made;
  }
  /** What failed is tried anew by whoever asks next. */
  const load = (): Promise<BrowserHost> =>
    (loading ??= make().catch((error: unknown) => {
      loading = null;
      throw error;
    }));

  // Everyone in the room sees that this tab has a board, and when it has it no more.
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
    setPresence((before) => {
      if (phase === "live") return "live";
      if (phase === "off" || phase === "elsewhere") return null;
      return phase === "waiting" || before !== null ? "lost" : null; // a board that never worked is none
    });
  });

  // A HID light does not notice that the page is gone: it is told.
  const leave = (): void => void host?.close();
  addEventListener("pagehide", leave);
  // A page that the back button takes out of the freezer has let go of its board: it begins anew.
  const thaw = (event: PageTransitionEvent): void =>
    void (event.persisted && host !== null && location.reload());
  addEventListener("pageshow", thaw);
  onCleanup(() => {
    gone = true;
    setPresence(null);
    removeEventListener("pagehide", leave);
    removeEventListener("pageshow", thaw);
    leave();
  });

  return { load, view };
}

export function useHosting(): Hosting {
  const hosting = useContext(HostingContext);
  if (hosting === undefined) throw new Error("useHosting is called outside a room");
  return hosting;
}
