/** What the tests of the whole chain have in common: computers with an emulated board on the desk. */
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterEach, expect } from "vitest";
import { DESKTOP, tomato } from "./browser";
import { Desk } from "./desk";
import { EmulatedBoard } from "./emulated-board";
import { connectBoard, drawnLight, lastEvent } from "./host-page";
import { controlLink, roomIn, stage } from "./stage";
import type { Stage, StageOptions } from "./stage";

export interface Computer {
  readonly page: Page;
  readonly desk: Desk;
  readonly board: EmulatedBoard;
}

export interface HostStage extends Stage {
  /** A computer with a board plugged in, and this address open. */
  computer(url: string, options?: BrowserContextOptions): Promise<Computer>;
  /** One more tab in the same browser; it may not complain either: the device listens to all of them. */
  tab(context: BrowserContext, url: string): Promise<Page>;
  /** A computer in a new private room with its board connected, and somebody else in the room. */
  hostAndGuest(url?: string): Promise<Computer & { readonly link: URL; readonly guest: Page }>;
}

export function hostStage(options?: StageOptions): HostStage {
  const here = stage(options);
  let boards: EmulatedBoard[] = [];
  afterEach(() => {
    for (const board of boards) board.powerOff();
    boards = [];
  });

  const made: HostStage = {
    get server() {
      return here.server;
    },
    get https() {
      return here.https;
    },
    get url() {
      return here.url;
    },
    get browser() {
      return here.browser;
    },
    open: here.open,
    async computer(url, options = DESKTOP) {
      const board = new EmulatedBoard();
      boards.push(board);
      let desk: Desk | undefined;
      const page = await here.open(url, options, async (page) => {
        desk = await Desk.in(page.context(), board);
      });
      if (desk === undefined) throw new Error("the page was opened without its desk");
      return { page, desk, board };
    },
    async tab(context, url) {
      const page = await context.newPage();
      await page.goto(url);
      return page;
    },
    async hostAndGuest(url = here.url) {
      const computer = await made.computer(url);
      const link = await controlLink(computer.page);
      const guest = await here.open(link.href);
      await connectBoard(computer.page);
      return { ...computer, link, guest };
    },
  };
  return made;
}

/** The whole of host mode in one: pin → firmware → port → page → room → another browser, and back to the light. */
export async function boardStartsTheWork(here: HostStage): Promise<void> {
  const { page, board, link, guest } = await here.hostAndGuest();
  await board.shows("white, dim");
  await drawnLight(page, "white, breathing").waitFor();
  await board.tap();
  await tomato(guest, "Work").waitFor();
  await board.shows("red");
  await drawnLight(page, "red").waitFor();
  await lastEvent(page, /Press · [\d.]+ ms/).waitFor();
  const room: unknown = await (await fetch(here.server.room(roomIn(link)))).json();
  expect(room).toMatchObject({ state: 1, rev: 1, by: { via: "board" } });
}
