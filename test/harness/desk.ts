/** A desk: one computer's browser, and an emulated board that is plugged into it or not. All its tabs share the board. */
import { build } from "esbuild";
import type { BrowserContext, Page } from "playwright-core";
import type { DeskAnswer, DeskCall } from "./fakes/page-serial";
import type { EmulatedBoard } from "./emulated-board";
import { root } from "./server";

/** The page's half, as one script. */
async function pageScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${root}test/harness/fakes/page-serial.ts`],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
  });
  return outputFiles[0]?.text ?? "";
}

export class Desk {
  #plugged = true;
  #granted = false;
  #openedBy: Page | null = null;

  private constructor(
    readonly context: BrowserContext,
    readonly board: EmulatedBoard,
  ) {}

  /** From now on every page of this context has a serial port to which the board is plugged in. */
  static async in(context: BrowserContext, board: EmulatedBoard): Promise<Desk> {
    const desk = new Desk(context, board);
    await context.exposeBinding("desk", ({ page }, call: DeskCall, bytes?: readonly number[]) =>
      desk.#answer(page, call, bytes ?? []),
    );
    await context.addInitScript({ content: await pageScript() });
    const follow = (page: Page): void => void page.on("close", () => desk.#close(page));
    context.pages().forEach(follow);
    context.on("page", follow);
    board.onBytes = (bytes) => {
      const page = desk.#openedBy;
      if (page !== null) desk.#tell(page, "receive", [...bytes]);
    };
    board.powerOn();
    return desk;
  }

  /** The page that has the port open now. */
  get openedBy(): Page | null {
    return this.#openedBy;
  }

  /** The cable is pulled: the board has no power, every tab loses the port. */
  unplug(): void {
    this.#plugged = false;
    this.#openedBy = null;
    this.board.powerOff();
    if (this.#granted) for (const page of this.context.pages()) this.#tell(page, "unplugged");
  }
  /** The cable is back: tabs with a grant get a new port object. */
  replug(): void {
    this.#plugged = true;
    this.board.powerOn();
    if (this.#granted) for (const page of this.context.pages()) this.#tell(page, "plugged");
  }

  #answer(page: Page, call: DeskCall, bytes: readonly number[]): DeskAnswer {
    switch (call) {
      case "grant":
        this.#granted = true;
        break;
      case "forget":
        this.#granted = false;
        break;
      case "open":
        if (this.#plugged && this.#openedBy === null) {
          this.#openedBy = page;
          this.board.reset(); // DTR goes up, and an Uno's reset line with it
        }
        break;
      case "close":
      case "start": // a document that went has taken its open port with it
        this.#close(page);
        break;
      case "write":
        if (this.#openedBy === page) this.board.receive(Uint8Array.from(bytes));
        break;
      case "look":
    }
    return { plugged: this.#plugged, granted: this.#granted, opened: this.#openedBy === page };
  }

  #close(page: Page): void {
    if (this.#openedBy === page) this.#openedBy = null;
  }

  /** In order; a page that is going away hears nothing any more. */
  #tell(page: Page, what: "receive" | "unplugged" | "plugged", bytes: readonly number[] = []): void {
    page
      .evaluate(([what, bytes]) => (what === "receive" ? cable.receive(bytes) : cable[what]()), [
        what,
        bytes,
      ] as const)
      .catch(() => {});
  }
}
