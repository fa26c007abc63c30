import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { DESKTOP, openDevice, PHONE, SMALL_PHONE } from "../harness/browser";
import { setUpBrowser } from "../harness/browser-setup";

const here = setUpBrowser();
const TOMATO = 'main svg[viewBox="0 0 400 400"]';
const STILL: BrowserContextOptions = { reducedMotion: "reduce" };

/** Opens the page, and looks at it before it gets its first script. */
async function before<T>(
  url: string,
  options: BrowserContextOptions,
  look: (page: Page) => Promise<T>,
): Promise<{ page: Page; seen: T }> {
  let seen: Promise<T> | undefined;
  const page = await here.open(url, options, async (page) => {
    // Not a word from the room either: what is known at first is nothing.
    await page.routeWebSocket(/\/parties\//, (socket) => socket.close());
    await page.route(/\/assets\/tomato-.*\.js$/, async (route) => {
      // There, and with its style.
      await page.waitForFunction(() => {
        const first = document.querySelector("[data-prerendered]");
        return first !== null && getComputedStyle(first).display === "grid";
      });
      await (seen ??= look(page));
      await route.continue();
    });
  });
  if (seen === undefined) throw new Error("the page asked for no script");
  return { page, seen: await seen };
}
/** The drawing, as pixels, with where it is. */
async function drawing(page: Page): Promise<{ box: unknown; pixels: string }> {
  const box = await page.locator(TOMATO).first().boundingBox();
  if (box === null) throw new Error("there is no drawing");
  return { box, pixels: (await page.screenshot({ clip: box, caret: "initial" })).toString("base64") };
}

describe.each([
  ["a phone", PHONE],
  ["a small phone by night", { ...SMALL_PHONE, colorScheme: "dark" as const }],
  ["a phone on its side", { ...PHONE, viewport: { width: 844, height: 390 } }],
  ["a laptop", DESKTOP],
])("the first sight of the tomato, on %s", (_name, options) => {
  it("needs no script, and is to the pixel what the scripts then draw in its place", async () => {
    const { page, seen } = await before(here.server.http, { ...options, ...STILL }, drawing);
    expect(await page.locator("[data-prerendered]").count()).toBe(0);
    // "Reconnecting" stands over the corner of the drawing on a small phone.
    await page.locator("header").evaluate((head) => (head.style.visibility = "hidden"));
    const drawn = await drawing(page);
    expect(drawn.box).toEqual(seen.box);
    expect(drawn.pixels === seen.pixels).toBe(true);
  });
});

describe("before the first script", () => {
  it("the page says nothing and offers nothing, because nothing is known", async () => {
    const { seen } = await before(here.server.http, PHONE, async (page) => ({
      words: (await page.locator("body").innerText()).trim(),
      controls: await page.locator("button, a, input, [tabindex]").count(),
      tree: await page.locator("body").ariaSnapshot(),
    }));
    expect(seen).toEqual({ words: "", controls: 0, tree: "- main" });
  });

  it("the tomato stays while the screen of a page about no room is still on its way", async () => {
    let there = -1;
    const page = await here.open(`${here.server.http}/r/no.room`, PHONE, (page) =>
      page.route(/\/assets\/NoRoomScreen-.*\.js$/, async (route) => {
        there = await page.locator("[data-prerendered]").count();
        await route.continue();
      }),
    );
    await page.getByRole("dialog", { name: "Join" }).waitFor();
    expect(there).toBe(1);
    expect(await page.locator("main").count()).toBe(1);
    expect(await page.locator("[data-prerendered]").count()).toBe(0);
  });
});

it("without JavaScript the words that it is needed stand on the screen, under the tomato", async () => {
  for (const viewport of [
    { width: 390, height: 844 },
    { width: 320, height: 568 },
    { width: 844, height: 390 },
  ]) {
    const { page, context } = await openDevice(here.browser, {
      ...PHONE,
      viewport,
      javaScriptEnabled: false,
    });
    await page.goto(here.server.http);
    const words = page.locator("noscript p");
    const [text, tomato] = [await words.boundingBox(), await page.locator(TOMATO).first().boundingBox()];
    if (text === null || tomato === null) throw new Error("not on the page");
    expect(text.y + text.height).toBeLessThanOrEqual(viewport.height);
    const beside = text.x >= tomato.x + tomato.width;
    expect(beside || text.y >= tomato.y + tomato.height).toBe(true);
    await context.close();
  }
});
