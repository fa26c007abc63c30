import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { DESKTOP, openDevice, PHONE, SMALL_PHONE } from "../harness/browser";
import { setUpBrowser } from "../harness/browser-setup";
import { DRAWING, openBeforeScript, readDrawing } from "../harness/first-paint";

const here = setUpBrowser();
const STILL: BrowserContextOptions = { reducedMotion: "reduce" };

/** Opens the page, and inspects it before its first script is delivered. */
const openPageBeforeScript = <T>(
  options: BrowserContextOptions,
  inspect: (page: Page) => Promise<T>,
): Promise<{ page: Page; seen: T }> =>
  openBeforeScript(
    (prepare) =>
      here.open(here.server.http, options, async (page) => {
        // The connection opens and no message arrives, so the page knows nothing, and does not say that it is offline.
        await page.routeWebSocket(/\/parties\//, () => {});
        await page.route(/\/parties\//, (route) => route.abort());
        await prepare(page);
      }),
    inspect,
  );

describe.each([
  ["a phone", PHONE],
  ["a small phone by night", { ...SMALL_PHONE, colorScheme: "dark" as const }],
  ["a phone on its side", { ...PHONE, viewport: { width: 844, height: 390 } }],
  ["a laptop", DESKTOP],
])("the prerendered tomato on %s", (name, options) => {
  it(`the prerendered tomato on ${name} needs no script and equals what the scripts draw, to the pixel`, async () => {
    const { page, seen } = await openPageBeforeScript({ ...options, ...STILL }, readDrawing);
    expect(await page.locator("[data-prerendered]").count()).toBe(0);
    const drawn = await readDrawing(page);
    expect(drawn.box).toEqual(seen.box);
    expect(drawn.pixels === seen.pixels).toBe(true);
  });

  it(`the prerendered tomato on ${name} is in its place while only a part of the page has come`, async () => {
    const { context, page } = await openDevice(here.browser, {
      ...options,
      ...STILL,
      javaScriptEnabled: false,
    });
    const placeOfTomato = async (): Promise<unknown> => {
      await page.goto(here.server.http);
      return page.locator(".tomato").boundingBox();
    };
    const whole = await placeOfTomato();
    await page.route("**/", async (route) => {
      const response = await route.fetch();
      const html = await response.text();
      await route.fulfill({ response, body: html.slice(0, html.indexOf("</svg>")) });
    });
    expect(await placeOfTomato()).toEqual(whole);
    await context.close();
  });
});

describe("before the first script", () => {
  it("a page without its first script has no text and no controls, because nothing is known", async () => {
    const { seen } = await openPageBeforeScript(PHONE, async (page) => ({
      words: (await page.locator("body").innerText()).trim(),
      controls: await page.locator("button, a, input, [tabindex]").count(),
      tree: await page.locator("body").ariaSnapshot(),
    }));
    expect(seen).toEqual({ words: "", controls: 0, tree: "- main" });
  });

  it("the prerendered tomato stays while the screen of an address that names no room is loading", async () => {
    let countWhileLoading = -1;
    const page = await here.open(`${here.server.http}/r/no.room`, PHONE, (page) =>
      page.route(/\/assets\/NoRoomScreen-.*\.js$/, async (route) => {
        countWhileLoading = await page.locator("[data-prerendered]").count();
        await route.continue();
      }),
    );
    await page.getByRole("dialog", { name: "Join" }).waitFor();
    expect(countWhileLoading).toBe(1);
    expect(await page.locator("main").count()).toBe(1);
    expect(await page.locator("[data-prerendered]").count()).toBe(0);
  });
});

it("a browser without JavaScript shows below or beside the tomato that the app needs it", async () => {
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
    const [text, tomato] = [await words.boundingBox(), await page.locator(DRAWING).first().boundingBox()];
    if (text === null || tomato === null) throw new Error("not on the page");
    expect(text.y + text.height).toBeLessThanOrEqual(viewport.height);
    const isBeside = text.x >= tomato.x + tomato.width;
    expect(isBeside || text.y >= tomato.y + tomato.height).toBe(true);
    await context.close();
  }
});

it("a browser that is too old shows which browsers the app needs, and another one does not", async () => {
  const context = await here.browser.newContext(SMALL_PHONE);
  for (const isOld of [true, false]) {
    const page = await context.newPage();
    if (isOld) await page.addInitScript(() => Reflect.deleteProperty(Array.prototype, "findLast"));
    await page.route(/\/assets\/tomato-.*\.js$/, (route) => route.abort()); // an old browser cannot read it
    await page.goto(here.server.http, { waitUntil: "domcontentloaded" });
    expect(await page.getByText("This browser is too old").isVisible()).toBe(isOld);
  }
  await context.close();
});
