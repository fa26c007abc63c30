/**
 * One computer's USB port with an emulated board that is plugged into it or not. All tabs of a browser context share the
 * port; each page sees it as its `navigator.serial` (`fakes/page-serial.ts`).
 */
import { build } from "esbuild";
import type { BrowserContext, Page } from "playwright-core";
import type { UsbCall, UsbState } from "./fakes/page-serial";
import type { EmulatedBoard } from "./emulated-board";
import { root } from "./paths";

/** Bundles the page's side into one script. */
async function bundlePageScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${root}test/harness/fakes/page-serial.ts`],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
  });
  return outputFiles[0]?.text ?? "";
}

export class UsbPort {
  #isPluggedIn = true;
  #isGranted = false;
  #openedBy: Page | null = null;

  private constructor(
    readonly context: BrowserContext,
    readonly board: EmulatedBoard,
  ) {}

  /** Gives every later page of this context a serial port with the board, and switches the board on. */
  static async attach(context: BrowserContext, board: EmulatedBoard): Promise<UsbPort> {
    const port = new UsbPort(context, board);
    await context.exposeBinding("callUsb", ({ page }, call: UsbCall, bytes?: readonly number[]) =>
      port.#onCall(page, call, bytes ?? []),
    );
    await context.addInitScript({ content: await bundlePageScript() });
    const closeWithPage = (page: Page): void => void page.on("close", () => port.#close(page));
    context.pages().forEach(closeWithPage);
    context.on("page", closeWithPage);
    board.onBytes = (bytes) => {
      const page = port.#openedBy;
      if (page !== null) port.#notify(page, "receive", [...bytes]);
    };
    board.powerOn();
    return port;
  }

  /** The page that has the port open now. */
  get openedBy(): Page | null {
    return this.#openedBy;
  }

  /** Unplugs the board: it loses its power, and every tab loses the port. */
  unplug(): void {
    this.#isPluggedIn = false;
    this.#openedBy = null;
    this.board.powerOff();
    if (this.#isGranted) for (const page of this.context.pages()) this.#notify(page, "onUnplugged");
  }
  /** Plugs the board in again: tabs with a grant get a new port object. */
  replug(): void {
    this.#isPluggedIn = true;
    this.board.powerOn();
    if (this.#isGranted) for (const page of this.context.pages()) this.#notify(page, "onPluggedIn");
  }

  #onCall(page: Page, call: UsbCall, bytes: readonly number[]): UsbState {
    switch (call) {
      case "grant":
        this.#isGranted = true;
        break;
      case "forget":
        this.#isGranted = false;
        break;
      case "open":
        if (this.#isPluggedIn && this.#openedBy === null) {
          this.#openedBy = page;
          this.board.reset(); // opening raises DTR, which resets an Uno
        }
        break;
      case "close":
      case "start": // the previous document of this page has closed its port by going away
        this.#close(page);
        break;
      case "write":
        if (this.#openedBy === page) this.board.receive(Uint8Array.from(bytes));
        break;
      case "state":
    }
    return { isPluggedIn: this.#isPluggedIn, isGranted: this.#isGranted, isOwnPort: this.#openedBy === page };
  }

  #close(page: Page): void {
    if (this.#openedBy === page) this.#openedBy = null;
  }

  /** Calls the page's side; the calls arrive in order. Ignores a page that is being closed. */
  #notify(page: Page, event: "receive" | "onUnplugged" | "onPluggedIn", bytes: readonly number[] = []): void {
    page
      .evaluate(([event, bytes]) => (event === "receive" ? usb.receive(bytes) : usb[event]()), [
        event,
        bytes,
      ] as const)
      .catch(() => {});
  }
}
