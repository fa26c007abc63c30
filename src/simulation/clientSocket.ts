/** `WebSocket` of a page. */
import { SimCloseEvent, SimEvent, SimEventTarget, SimMessageEvent } from "./events";
import type { ClientEnd, ClientLine } from "./network";

/** Opens a connection to the room in the address. */
export type Connect = (url: string, end: ClientEnd) => ClientLine;

/** The class for one page. `dispatch` runs what an event does; a page that is frozen gets it later. */
export function makeWebSocketClass(
  connect: Connect,
  dispatch: (task: () => void) => void,
  open: Set<{ leave_(): void }>,
): unknown {
  return class SimWebSocket extends SimEventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    readyState = 0;
    binaryType = "blob";
    readonly bufferedAmount = 0;
    onopen: unknown = null;
    onmessage: unknown = null;
    onclose: unknown = null;
    onerror: unknown = null;
    readonly #line: ClientLine;

    constructor(readonly url: string) {
      super();
      open.add(this);
      this.#line = connect(url, {
        onOpen: () =>
          dispatch(() => {
            if (this.readyState !== 0) return;
            this.readyState = 1;
            this.dispatchEvent(new SimEvent("open"));
          }),
        onText: (text) =>
          dispatch(() => {
            if (this.readyState === 1) this.dispatchEvent(new SimMessageEvent("message", { data: text }));
          }),
        onClose: (code, reason) =>
          dispatch(() => {
            if (this.readyState === 3) return;
            this.readyState = 3;
            open.delete(this);
            if (code === 1006) this.dispatchEvent(new SimEvent("error"));
            this.dispatchEvent(new SimCloseEvent("close", { code, reason, wasClean: code !== 1006 }));
          }),
      });
    }
    /** The page has ended. */
    leave_(): void {
      if (this.readyState < 2) this.#line.close(1001, "");
    }
    send(text: string): void {
      if (this.readyState === 0) throw new DOMException("Still in CONNECTING state.", "InvalidStateError");
      if (this.readyState === 1) this.#line.send(text);
    }
    close(code = 1000, reason = ""): void {
      if (this.readyState >= 2) return;
      this.readyState = 2;
      this.#line.close(code, reason);
    }
  };
}
