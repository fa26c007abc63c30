import { OFFLINE_LIGHT } from "./board";
import type { ByteLink, DeviceFinder, GrantedDevice, LightState } from "./board";
import { encodeBoardLine, parseHostLine } from "./boardWire";
import { OFFLINE_AFTER_MS, PROTOCOL, TO_BOARD_BYTES } from "./limits";
import { makeLineSplitter } from "./lines";
import { makeObservable } from "./observable";
import type { Observable } from "./observable";
import type { Timers } from "./timers";
import type { BoardLine, HostLine } from "./wire";

/** A board in software that behaves as the firmware does: the session cannot tell the difference. */
export interface VirtualBoard {
  /** What its light shows: offline before the first state, and after OFFLINE_AFTER_MS without a line. */
  readonly light: Observable<LightState>;
  readonly isPluggedIn: boolean;
  /** Presses its button. Without effect while it is not plugged in or the button is down. */
  press(): void;
  release(): void;
}

/** Delay of every transmission in ms: without one, an answer could arrive before its question has been sent. */
const LATENCY_MS = 1;

/** The virtual board of this tab, and its finder. It has no owner and is not remembered. */
export function makeVirtualFinder(timers: Timers): DeviceFinder<ByteLink> & { readonly board: VirtualBoard } {
  const { board, plugIn } = makeVirtualBoard(timers);
  const device: GrantedDevice<ByteLink> = {
    key: null,
    name: "virtual",
    source: board,
    findAlike: async () => [device],
    open: async () => plugIn(),
    forget: async () => {},
  };
  return {
    kind: "virtual",
    board,
    request: async () => device,
    getGranted: async () => [],
    onConnect: () => () => {},
  };
}

export function makeVirtualBoard(timers: Timers): { board: VirtualBoard; plugIn: () => ByteLink } {
  const light = makeObservable(OFFLINE_LIGHT);
  let host: ((chunk: Uint8Array) => void) | null = null;
  let n = 0;
  let isDown = false;
  let cancelOffline: () => void = () => {};

  function send(line: BoardLine): void {
    const receiver = host;
    timers.after(LATENCY_MS, () => {
      if (receiver === host) receiver?.(encodeBoardLine(line));
    });
  }

  const sendHello = () =>
    send({ t: "hello", p: PROTOCOL, fw: "shared-pomodoro/1.0", board: "virtual", caps: ["button", "led"] });

  function setButton(next: boolean): void {
    if (!host || isDown === next) return;
    isDown = next;
    n++;
    if (!light.value.offline) send({ t: "btn", e: isDown ? "down" : "up", n });
  }

  function handleLine(line: HostLine): void {
    if (line.t === "hello") return sendHello();
    if (line.t === "ping") return send({ t: "pong" });
    light.set({ state: line.s, held: line.held === 1, offline: false });
    send({ t: "ok", s: line.s, left: line.left });
  }

  function unplug(): void {
    host = null;
    isDown = false;
    cancelOffline();
    light.set(OFFLINE_LIGHT);
  }

  function plugIn(): ByteLink {
    unplug();
    const split = makeLineSplitter(TO_BOARD_BYTES - 1); // the protocol's limit includes the `\n`
    let ownHost: typeof host = null;
    return {
      start(onBytes) {
        host = ownHost = onBytes;
        n = 0;
        sendHello();
      },
      async write(bytes) {
        timers.after(LATENCY_MS, () => {
          if (host !== ownHost) return;
          for (const line of split(bytes)) {
            cancelOffline();
            cancelOffline = timers.after(OFFLINE_AFTER_MS, () => light.set(OFFLINE_LIGHT));
            const parsed = line.ok ? parseHostLine(line.text) : line;
            if (parsed.ok) handleLine(parsed.line);
            else send({ t: "err", code: !line.ok && line.tooLong ? "too-long" : "unknown" });
          }
        });
      },
      setSignals: async () => {},
      async close() {
        if (host === ownHost) unplug();
      },
    };
  }

  const board: VirtualBoard = {
    light,
    get isPluggedIn() {
      return host !== null;
    },
    press: () => setButton(true),
    release: () => setButton(false),
  };
  return { board, plugIn };
}
