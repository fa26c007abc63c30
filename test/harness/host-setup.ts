/** The set-up of the tests of host mode: computers whose browser has an emulated board. */
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterEach, expect } from "vitest";
import { DESKTOP, tomato } from "./browser";
import { EmulatedBoard } from "./emulated-board";
import { connectBoard, drawnLight, listedEvent } from "./host-page";
import { controlLink, roomIn, setUpBrowser } from "./browser-setup";
import type { BrowserSetup, BrowserSetupOptions } from "./browser-setup";
import { UsbPort } from "./usb-port";
import type { UsbBoard } from "./usb-port";

export interface Computer<Board extends UsbBoard = EmulatedBoard> {
  readonly page: Page;
  readonly usb: UsbPort<Board>;
  readonly board: Board;
}

export interface HostSetup extends BrowserSetup {
  /** Opens this address on a computer with a board that is plugged in, or with several of one model. */
  openComputer(
    url: string,
    options?: BrowserContextOptions,
    boards?: number | readonly EmulatedBoard[],
  ): Promise<Computer>;
  /** Opens this address on a computer with this board, of any kind, or with several of one kind. */
  openComputerWith<Board extends UsbBoard>(
    url: string,
    ...boards: readonly Board[]
  ): Promise<Computer<Board>>;
  /** Opens one more tab in the same browser; its errors fail the test too. */
  openTab(context: BrowserContext, url: string): Promise<Page>;
  /** Opens a new private room on a computer, connects its board, and opens the room for somebody else. */
  openHostAndGuest(url?: string): Promise<Computer & { readonly link: URL; readonly guest: Page }>;
}

export function setUpHost(options?: BrowserSetupOptions): HostSetup {
  const base = setUpBrowser(options);
  let boards: UsbBoard[] = [];
  afterEach(async () => {
    await Promise.all(boards.map((board) => board.powerOff()));
    boards = [];
  });
  async function openWith<Board extends UsbBoard>(
    url: string,
    options: BrowserContextOptions,
    ownBoards: readonly Board[],
  ): Promise<Computer<Board>> {
    boards.push(...ownBoards);
    let usb: UsbPort<Board> | undefined;
    const page = await base.open(url, options, async (page) => {
      usb = await UsbPort.attach(page.context(), ...ownBoards);
    });
    if (usb === undefined) throw new Error("the page was opened without its USB port");
    return { page, usb, board: usb.boardAt(0) };
  }

  const setup: HostSetup = {
    get server() {
      return base.server;
    },
    get https() {
      return base.https;
    },
    get url() {
      return base.url;
    },
    get browser() {
      return base.browser;
    },
    open: base.open,
    openComputer: (url, options = DESKTOP, wanted = 1) =>
      openWith(
        url,
        options,
        typeof wanted === "number" ? Array.from({ length: wanted }, () => new EmulatedBoard()) : wanted,
      ),
    openComputerWith: (url, ...boards) => openWith(url, DESKTOP, boards),
    async openTab(context, url) {
      const page = await context.newPage();
      await page.goto(url);
      return page;
    },
    async openHostAndGuest(url = base.url) {
      const computer = await setup.openComputer(url);
      const link = await controlLink(computer.page);
      const guest = await base.open(link.href);
      await connectBoard(computer.page);
      return { ...computer, link, guest };
    },
  };
  return setup;
}

/**
 * Checks all of host mode: the button's pin, firmware, serial port, page, room and another browser, and the state all the
 * way back to the light's pins.
 */
export async function checkBoardStartsWork(here: HostSetup): Promise<void> {
  const { page, board, link, guest } = await here.openHostAndGuest();
  await board.waitForLight("white, dim");
  await drawnLight(page, "white, breathing").waitFor();
  await board.tap();
  await tomato(guest, "Work").waitFor();
  await board.waitForLight("red");
  await drawnLight(page, "red").waitFor();
  await listedEvent(page, /Press · [\d.]+ ms/).waitFor();
  const room: unknown = await (await fetch(here.server.room(roomIn(link)))).json();
  expect(room).toMatchObject({ state: 1, rev: 1, by: { via: "board" } });
}
