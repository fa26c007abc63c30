import type { ByteLink, Finder, LightMeaning } from "./board";
import { encodeBoardLine, parseHostLine } from "./boardWire";
import { makeLineSplitter } from "./lines";
import { makeObservable } from "./observable";
import type { Observable } from "./observable";
import { OFFLINE_AFTER } from "./session";
import type { Timers } from "./timers";
import { PROTOCOL, TO_BOARD_BYTES } from "./wire";
import type { BoardLine, HostLine } from "./wire";

/** A board made of nothing, with the firmware's manners: the session on the other end cannot tell. */
export interface VirtualBoard {
  /** What its light shows; offline until it is told otherwise, and again after 6 s without a line. */
  readonly light: Observable<LightMeaning>;
  readonly plugged: boolean;
  /** A finger on its button; nothing happens while it is not plugged in or already down. */
  press(): void;
  release(): void;
}

const OFFLINE: LightMeaning = { state: 0, held: false, offline: true };
/** Bytes take a moment, ms: never an answer before the question has been sent. */
const LATENCY = 1;

/** The one virtual board of this tab and how to "find" it. Nothing to own, nothing to remember. */
export function makeVirtualFinder(timers: Timers): Finder<ByteLink> & { readonly board: VirtualBoard } {
  const { board, plugIn } = makeVirtualBoard(timers);
  const found = {
    key: null,
    name: "virtual",
    alike: async () => 1,
    open: async () => plugIn(),
    forget: async () => {},
  };
  return {
    kind: "virtual",
    board,
    request: async () => found,
    granted: async () => [],
    onArrival: () => () => {},
  };
}

export function makeVirtualBoard(timers: Timers): { board: VirtualBoard; plugIn: () => ByteLink } {
  const light = makeObservable(OFFLINE);
  let host: ((chunk: Uint8Array) => void) | null = null;
  let n = 0;
  let down = false;
  let cancelOffline: () => void = () => {};

  function say(line: BoardLine): void {
    const to = host;
    timers.after(LATENCY, () => {
      if (to === host) to?.(encodeBoardLine(line));
    });
  }

  const hello = () =>
    say({ t: "hello", p: PROTOCOL, fw: "shared-pomodoro/1.0", board: "virtual", caps: ["button", "led"] });

  function button(next: boolean): void {
    if (!host || down === next) return;
    down = next;
    say({ t: "btn", e: down ? "down" : "up", n: ++n });
  }

  function obey(line: HostLine): void {
    if (line.t === "hello") return hello();
    if (line.t === "ping") return say({ t: "pong" });
    light.set({ state: line.s, held: line.held === 1, offline: false });
    say({ t: "ok", s: line.s, left: line.left });
  }

  function unplug(): void {
    host = null;
    down = false;
    cancelOffline();
    light.set(OFFLINE);
  }

  function plugIn(): ByteLink {
    unplug();
    const split = makeLineSplitter(TO_BOARD_BYTES - 1); // its limit counts the `\n`
    let mine: typeof host = null;
    return {
      start(onBytes) {
        host = mine = onBytes;
        n = 0;
        hello();
      },
      async write(bytes) {
        timers.after(LATENCY, () => {
          if (host !== mine) return;
          for (const cut of split(bytes)) {
            cancelOffline();
            cancelOffline = timers.after(OFFLINE_AFTER, () => light.set(OFFLINE));
            const heard = cut.ok ? parseHostLine(cut.text) : cut;
            if (heard.ok) obey(heard.line);
            else say({ t: "err", code: !cut.ok && cut.tooLong ? "too-long" : "unknown" });
          }
        });
      },
      lowerSignals: async () => {},
      async close() {
        if (host === mine) unplug();
      },
    };
  }

  const board: VirtualBoard = {
    light,
    get plugged() {
      return host !== null;
    },
    press: () => button(true),
    release: () => button(false),
  };
  return { board, plugIn };
}
