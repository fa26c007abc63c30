/**
 * One computer's USB port with an emulated board that is plugged into it or not. All tabs of a browser context share the
 * port; each page sees it as its `navigator.serial` (`fakes/page-serial.ts`).
 */
import { build } from "esbuild";
import type { BrowserContext, Page } from "playwright-core";
import type { Signals, UsbCall, UsbIds, UsbState } from "./fakes/page-serial";
import type { EmulatedBoard } from "./emulated-board";
import { root } from "./paths";

/** Bundles a fake into one script that runs in a page; what it exports is at `globalName`. */
export async function bundlePageScript(fake: string, globalName?: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${root}test/harness/fakes/${fake}.ts`],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    ...(globalName === undefined ? {} : { globalName }),
  });
  return outputFiles[0]?.text ?? "";
}

/** What a board is to the port that it is plugged into. */
export interface UsbBoard {
  /** Called with the bytes that the board sends. */
  onBytes: (bytes: Uint8Array) => void;
  /** The speed of the host's side of the line, in bits per second; set when a page opens the port. */
  hostBaud: number;
  /** What the browser tells of its port; default: an Uno's. */
  readonly usbIds?: UsbIds;
  /** Called to plug the board in or to unplug it, for a board that restarts as another port. */
  onPort?: (isThere: boolean) => void;
  /** May resolve later: when its port is there. */
  powerOn(): void | Promise<void>;
  powerOff(): unknown;
  /** DTR went on. */
  reset(): void;
  /** DTR and RTS as the page has set them, and when, in ms by the clock of the page. */
  setSignals?(signals: Signals, at: number): void;
  receive(bytes: Uint8Array): void;
}
type PageUsbEvent = "receive" | "onUnplugged" | "onPluggedIn";
type PageUsbCall = readonly [event: PageUsbEvent, board: number, bytes: readonly number[]];
/** One socket of the computer with its board. */
interface Socket<Board> {
  readonly board: Board;
  isPluggedIn: boolean;
  isGranted: boolean;
  openedBy: Page | null;
  hasDtr: boolean;
}

export class UsbPort<Board extends UsbBoard = EmulatedBoard> {
  /** Whether the boards have a serial number: without one, the browser forgets a grant when a board is unplugged. */
  hasSerialNumber = true;
  /** Whether another program has the ports open, such as ModemManager. */
  isBusy = false;
  /** The number of the board that the user chooses in the browser's picker. */
  choice = 0;
  readonly #sockets: readonly Socket<Board>[];
  /** The calls that wait until the one before has arrived, for each page that is being called. */
  readonly #calls = new WeakMap<Page, PageUsbCall[]>();

  private constructor(
    readonly context: BrowserContext,
    boards: readonly Board[],
  ) {
    this.#sockets = boards.map((board) => ({
      board,
      isPluggedIn: board.onPort === undefined,
      isGranted: false,
      openedBy: null,
      hasDtr: false,
    }));
  }

  /** Gives every later page of this context a serial port for each board, and switches the boards on. */
  static async attach<Board extends UsbBoard>(
    context: BrowserContext,
    ...boards: readonly Board[]
  ): Promise<UsbPort<Board>> {
    const port = new UsbPort(context, boards);
    await context.exposeBinding(
      "callUsb",
      ({ page }, call: UsbCall, board: number, numbers?: readonly number[]) =>
        port.#onCall(page, call, board, numbers ?? []),
    );
    const ids = JSON.stringify(boards.map(({ usbIds }) => usbIds ?? null));
    await context.addInitScript({
      content: `globalThis.usbBoards = ${ids};\n${await bundlePageScript("page-serial")}`,
    });
    const closeWithPage = (page: Page): void =>
      void page.on("close", () => port.#sockets.forEach((socket) => port.#close(socket, page)));
    context.pages().forEach(closeWithPage);
    context.on("page", closeWithPage);
    port.#sockets.forEach((socket, i) => {
      socket.board.onBytes = (bytes) => {
        if (socket.openedBy !== null) port.#notify(socket.openedBy, "receive", i, [...bytes]);
      };
      if (socket.board.onPort) socket.board.onPort = (isThere) => port.#setPort(i, isThere);
    });
    await Promise.all(boards.map((board) => board.powerOn()));
    return port;
  }

  /** The page that has the first board's port open now. */
  get openedBy(): Page | null {
    return this.opener(0);
  }
  /** The page that has this board's port open now. */
  opener(board: number): Page | null {
    return this.#at(board).openedBy;
  }
  /** The board with this number. */
  boardAt(board: number): Board {
    return this.#at(board).board;
  }

  /** Unplugs a board: it loses its power, and every tab loses the port. */
  unplug(board = 0): void {
    this.#at(board).board.powerOff();
    this.#setPort(board, false);
  }
  /** Plugs a board in again, and resolves when its port is there: tabs with a grant get a new port object. */
  replug(board = 0): void | Promise<void> {
    const started = this.#at(board).board.powerOn();
    return started ? started.then(() => this.#setPort(board, true)) : this.#setPort(board, true);
  }

  #setPort(board: number, isThere: boolean): void {
    const socket = this.#at(board);
    if (isThere) {
      socket.isPluggedIn = true;
      if (socket.isGranted) for (const page of this.context.pages()) this.#notify(page, "onPluggedIn", board);
      return;
    }
    const wasGranted = socket.isGranted;
    socket.isPluggedIn = false;
    socket.openedBy = null;
    socket.hasDtr = false;
    if (!this.hasSerialNumber) socket.isGranted = false;
    if (wasGranted) for (const page of this.context.pages()) this.#notify(page, "onUnplugged", board);
  }

  #at(board: number): Socket<Board> {
    const socket = this.#sockets[board];
    if (socket === undefined) throw new Error(`this computer has no board ${board}`);
    return socket;
  }

  #onCall(page: Page, call: UsbCall, board: number, numbers: readonly number[]): UsbState {
    const socket = this.#at(board);
    switch (call) {
      case "grant":
        socket.isGranted = true;
        break;
      case "forget":
        socket.isGranted = false;
        break;
      case "open":
        if (socket.isPluggedIn && socket.openedBy === null && !this.isBusy) {
          socket.openedBy = page;
          socket.board.hostBaud = numbers[0] ?? 0;
          this.#setDtr(socket, true);
        }
        break;
      case "close":
      case "start": // the previous document of this page has closed its port by going away
        this.#close(socket, page);
        break;
      case "signals":
        if (socket.openedBy === page) this.#setSignals(socket, numbers);
        break;
      case "write":
        if (socket.openedBy === page) socket.board.receive(Uint8Array.from(numbers));
        break;
      case "state":
    }
    const { isPluggedIn, isGranted, openedBy } = socket;
    return { isPluggedIn, isGranted, isOwnPort: openedBy === page, isChosen: this.choice === board };
  }

  #close(socket: Socket<Board>, page: Page): void {
    if (socket.openedBy !== page) return;
    socket.openedBy = null;
    socket.hasDtr = false;
  }

  #setSignals(socket: Socket<Board>, [dtr = -1, rts = -1, at = 0]: readonly number[]): void {
    if (dtr >= 0) this.#setDtr(socket, dtr === 1);
    socket.board.setSignals?.(
      {
        ...(dtr >= 0 && { dataTerminalReady: dtr === 1 }),
        ...(rts >= 0 && { requestToSend: rts === 1 }),
      },
      at,
    );
  }
  /** A capacitor on an Uno turns DTR going on into a reset. */
  #setDtr(socket: Socket<Board>, isOn: boolean): void {
    if (isOn && !socket.hasDtr) socket.board.reset();
    socket.hasDtr = isOn;
  }

  /** Calls the page's side; the calls arrive in order. Ignores a page that is being closed. */
  #notify(page: Page, event: PageUsbEvent, board: number, bytes: readonly number[] = []): void {
    const waiting = this.#calls.get(page);
    if (waiting !== undefined) return void waiting.push([event, board, bytes]);
    void this.#send(page, [[event, board, bytes]]);
  }
  /** Sends calls to a page, and then what has come meanwhile: a board says many single bytes, and a call takes a while. */
  async #send(page: Page, first: readonly PageUsbCall[]): Promise<void> {
    for (let calls = first; calls.length > 0; calls = this.#calls.get(page) ?? []) {
      this.#calls.set(page, []);
      await page
        .evaluate((calls) => {
          for (const [event, board, bytes] of calls)
            if (event === "receive") usb.receive(board, bytes);
            else usb[event](board);
        }, calls)
        .catch(() => {});
    }
    this.#calls.delete(page);
  }
}
