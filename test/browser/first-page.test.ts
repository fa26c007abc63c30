/** A room's page shows the room in its first paint, before any script, and takes presses before its socket is open. */
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { openDevice, PHONE, SMALL_PHONE, tomato } from "../harness/browser";
import { setUpBrowser } from "../harness/browser-setup";
import { newOpenRoom } from "../harness/client";
import { openBeforeScript, readDrawing } from "../harness/first-paint";
import { getRoom, postAction } from "../harness/http";
import { HttpProxy } from "../harness/http-proxy";
import { waitForServiceWorker } from "../harness/installable";

const here = setUpBrowser({ hasServiceWorker: true });
const STILL: BrowserContextOptions = { reducedMotion: "reduce", serviceWorkers: "block" };
/** Opens a room's page, and inspects it before its first script is delivered. */
const openRoomBeforeScript = <T>(
  room: string,
  options: BrowserContextOptions,
  inspect: (page: Page) => Promise<T>,
): Promise<{ page: Page; seen: T }> =>
  openBeforeScript(
    (prepare) =>
      here.open(`${here.server.http}/r/${room}`, { ...options, ...STILL }, async (page) => {
        // What turns the tomato draws on the plate, comes later, and is no part of the first picture.
        await page.route(/\/assets\/Turn-.*\.js$/, () => {});
        await prepare(page);
      }),
    inspect,
  );

/** Actions that lead to states in which no time passes on the tomato. */
const STILL_STATES: readonly (readonly [
  state: string,
  actions: readonly object[],
  options: BrowserContextOptions,
])[] = [
  ["idle", [], PHONE],
  ["paused work", [{ action: "press" }, { action: "hold" }], SMALL_PHONE],
  [
    "a paused short break in a set of nine",
    [
      { action: "setup", number_cycles: 8, break_duration: 7200 },
      { action: "press" },
      { action: "skip" },
      { action: "press" },
      { action: "hold" },
    ],
    { ...PHONE, colorScheme: "dark", locale: "de-DE" },
  ],
];

/** Actions that lead through every look of the tomato, in a set of one cycle. */
const TOUR = ["", "press", "hold", "hold", "skip", "press", "hold", "hold", "skip", "press", "skip", "press"];

/** What is drawn: each element with its attributes and its text, without the time, which goes on meanwhile. */
const readShapes = (page: Page, inside: string): Promise<unknown> =>
  page.locator(`${inside} svg`).evaluateAll((drawings) => {
    const shapeOf = (element: Element): unknown => [
      element.tagName,
      [...element.attributes]
        .map(({ name, value }) => [
          name,
          name === "stroke-dasharray"
            ? value.replace(/^[\d.]+(?= 60$)/, (left) => `${Math.ceil(+left / 3)}`)
            : value,
        ])
        .sort(([a], [b]) => String(a).localeCompare(String(b))),
      element.childElementCount === 0 || element.querySelector("own-text") !== null
        ? (element.textContent ?? "").replace(/\d/g, "0")
        : [...element.children].map(shapeOf),
    ];
    return drawings.map(shapeOf);
  });

describe("the first paint of a room's page", () => {
  it("the server draws the same shapes and words as the scripts, in every look of the tomato", async () => {
    const room = newOpenRoom();
    await postAction(here.server, room, { action: "setup", number_cycles: 1 });
    for (const action of TOUR) {
      if (action !== "") await postAction(here.server, room, { action });
      const { page, seen } = await openRoomBeforeScript(room, { ...PHONE, locale: "de-DE" }, (page) =>
        readShapes(page, "[data-prerendered]"),
      );
      await page.locator("[data-tomato][data-connected=true]").waitFor();
      expect([action, await readShapes(page, "[data-tomato]")]).toEqual([action, seen]);
      await page.context().close();
    }
  });

  it.each(STILL_STATES)(
    "the tomato that the server draws for %s equals what the scripts draw, to the pixel",
    async (_, actions, options) => {
      const room = newOpenRoom();
      for (const action of actions) await postAction(here.server, room, action);
      const { page, seen } = await openRoomBeforeScript(room, options, readDrawing);
      await page.locator("[data-tomato][data-connected=true]").waitFor();
      expect(await page.locator("[data-prerendered]").count()).toBe(0);
      // What lies over the drawing: the state of the connection, the offer to undo, and the celebration.
      await page.locator("[data-tomato]").evaluate((tomato) => {
        for (const other of document.querySelectorAll<HTMLElement>("main *"))
          if (!other.contains(tomato) && !tomato.contains(other)) other.style.visibility = "hidden";
      });
      const drawn = await readDrawing(page);
      expect(drawn.box).toEqual(seen.box);
      expect(drawn.pixels === seen.pixels).toBe(true);
    },
  );

  it("before the first script a running period has its words, its time and its ring", async () => {
    const room = newOpenRoom();
    await postAction(here.server, room, { action: "press" });
    const { seen } = await openRoomBeforeScript(room, PHONE, (page) =>
      page.locator("[data-prerendered] svg").evaluateAll((drawings) => ({
        words: [...drawings[1]!.querySelectorAll("text")].map(({ textContent }) => textContent),
        ring: drawings[0]!.querySelector(".t-ring")?.getAttribute("stroke-dasharray"),
      })),
    );
    expect(seen.words[0]).toBe("Work");
    expect(seen.words[1]).toMatch(/^(?:25:00|24:5\d)$/);
    expect(seen.ring).toMatch(/^(?:60|59\.\d+|58\.\d+)(?:\.0+)? 60$/);
  });
});

describe("a page whose socket is not open yet", () => {
  /** Opens a room's page behind a proxy that holds its WebSocket back. */
  async function withHeldSocket(
    room: string,
    use: (page: Page, front: HttpProxy) => Promise<void>,
    lateMs = 0,
  ): Promise<void> {
    const front = await HttpProxy.start(here.server.port);
    front.webSockets = "hold";
    const { context, page, errors } = await openDevice(here.browser, { ...PHONE, ...STILL });
    try {
      await page.addInitScript((lateMs) => {
        const real = Date.now.bind(Date);
        Date.now = () => real() - lateMs;
      }, lateMs);
      await page.goto(`${front.url}/r/${room}`);
      await page.locator("button[data-known=true]").waitFor();
      await use(page, front);
      expect(errors).toEqual([]);
    } finally {
      await context.close();
      await front.close();
    }
  }

  it("a press is shown at once, and reaches the room when the socket opens", () => {
    const room = newOpenRoom();
    return withHeldSocket(room, async (page, front) => {
      await tomato(page, "Press Me!").click();
      await tomato(page, "Work").waitFor();
      expect((await getRoom(here.server, room)).rev).toBe(0);
      front.releaseWebSockets();
      await expect.poll(async () => (await getRoom(here.server, room)).state).toBe(1);
      await page.locator("[data-tomato][data-connected=true]").waitFor();
      expect(await tomato(page, "Work").count()).toBe(1);
    });
  });

  it("a press is taken back, and the page says that it was not sent, where the socket does not open", () => {
    const room = newOpenRoom();
    return withHeldSocket(room, async (page) => {
      await tomato(page, "Press Me!").click();
      await tomato(page, "Work").waitFor();
      await page.getByText("Not connected: your press was not sent").waitFor();
      await tomato(page, "Press Me!").waitFor();
      expect((await getRoom(here.server, room)).rev).toBe(0);
    });
  });

  it("the time is the server's, also where the clock of the device is an hour late", async () => {
    const room = newOpenRoom();
    await postAction(here.server, room, { action: "press" });
    await withHeldSocket(
      room,
      async (page) => {
        expect(await page.locator("main text").last().textContent()).toMatch(/^(?:25:00|24:\d\d)$/);
      },
      3_600_000,
    );
  });
});

it("the service worker stores no page with a room's state", async () => {
  const room = newOpenRoom();
  await postAction(here.server, room, { action: "press" });
  const page = await here.open(`${here.server.http}/r/${room}`, PHONE);
  expect(await page.locator("#room").count()).toBe(1);
  await waitForServiceWorker(page);
  await page.reload();
  await page.locator("[data-tomato][data-connected=true]").waitFor();
  expect(await page.locator("#room").count()).toBe(0); // this page is the service worker's
  const pages = await page.evaluate(async () => {
    const found: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const response = await cache.match(request);
        if (response?.headers.get("content-type")?.startsWith("text/html")) found.push(await response.text());
      }
    }
    return found;
  });
  expect(pages).toHaveLength(1);
  expect(pages[0]).not.toContain('id="room"');
});
