import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PHONE, tomato } from "../harness/browser";
import { Network } from "../harness/network";
import { act, controlLink, roomIn, setUpBrowser } from "../harness/browser-setup";

const here = setUpBrowser();
let network: Network;
/** The truth must be on screen so soon after the network is back. */
const SOON = { timeout: 5000 };

beforeEach(async () => {
  network = await Network.start(here.server.port);
});
afterEach(() => network.close());

async function phoneOnNetwork(): Promise<{ page: Page; link: URL }> {
  const page = await here.open(network.url, PHONE);
  const link = await controlLink(page);
  await tomato(page, "Press Me!").waitFor();
  await page.getByText("1 person here").waitFor({ state: "attached" });
  return { page, link };
}
const revOf = async (link: URL): Promise<unknown> =>
  ((await (await fetch(here.server.room(roomIn(link)))).json()) as { rev: unknown }).rev;

/** Opens a sheet, reads that it could not be loaded, and closes it. */
async function failsToOpen(page: Page, sheet: string): Promise<void> {
  await page.getByRole("button", { name: sheet, exact: true }).click();
  await page.getByText("This part of the app could not be loaded.").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

describe("a network that fails", () => {
  it("cut: the press is refused with a reason, and the truth is there within 5 s of its return", async () => {
    const { page, link } = await phoneOnNetwork();
    network.cut();
    await page.getByText("Reconnecting").waitFor();
    await tomato(page, "Press Me!").click();
    await page.getByText("Not connected: your press was not sent").waitFor();
    await act(here.server, link, { action: "setup", work_duration: 600 });
    await act(here.server, link, { action: "press" });
    network.restore();
    await tomato(page, "Work").waitFor(SOON);
    expect(await revOf(link)).toBe(2); // setup and the other's press: the refused one never fired
  });

  it("stalled: a press on its way too long never happens, and the truth is there within 5 s of its return", async () => {
    const { page, link } = await phoneOnNetwork();
    network.stall();
    await tomato(page, "Press Me!").click();
    await page.getByText("Reconnecting").waitFor(); // the dead line is noticed
    await tomato(page, "Press Me!").waitFor(); // and the press that nobody answered is not believed any more
    const sent = Date.now();
    await expect.poll(() => Date.now() - sent, { timeout: 8000 }).toBeGreaterThan(4500);
    network.restore();
    await page.getByText("Reconnecting").waitFor({ state: "detached", ...SOON });
    await tomato(page, "Press Me!").waitFor(SOON);
    expect(await revOf(link)).toBe(0);
  });

  it("half open: a line that went silent is noticed by itself, and replaced within 5 s", async () => {
    const { page, link } = await phoneOnNetwork();
    network.halfOpen();
    await act(here.server, link, { action: "press" });
    await tomato(page, "Work").waitFor(SOON);
  });

  it("slow: countdown and presses are right over a line of 300 ms each way", async () => {
    const { page, link } = await phoneOnNetwork();
    network.delay(300);
    await act(here.server, link, { action: "setup", work_duration: 5, break_duration: 600, name: "Ada" });
    await page.getByText("Ada changed the setup to 0.1/10").waitFor();
    await tomato(page, "Press Me!").click();
    await tomato(page, "Work").waitFor();
    await tomato(page, "Break time").waitFor({ timeout: 8000 });
    await tomato(page, "Break time").click();
    await tomato(page, "Short Break").waitFor();
    await expect.poll(() => revOf(link)).toBe(4);
  });

  it("goes on counting and rings while there is no network at all", async () => {
    const { page, link } = await phoneOnNetwork();
    await act(here.server, link, { action: "setup", work_duration: 3 });
    await act(here.server, link, { action: "press" });
    await tomato(page, "Work").waitFor();
    network.cut();
    await page.getByText("Reconnecting").waitFor();
    await tomato(page, "Break time").waitFor({ timeout: 6000 });
    network.restore();
    await page.getByText("Reconnecting").waitFor({ state: "detached", ...SOON });
    await tomato(page, "Break time").waitFor();
  });

  it("is tried again within a second where the browser says that it is online", async () => {
    const { page } = await phoneOnNetwork();
    network.cut();
    await page.getByText("Reconnecting").waitFor();
    // let the waits between its own tries grow past a second
    await expect.poll(() => network.refused, { timeout: 15_000 }).toBeGreaterThan(5);
    network.restore();
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.getByText("Reconnecting").waitFor({ state: "detached", timeout: 1000 });
  });

  it("as the Host sheet opens: it says so, and goes on when it is asked again", async () => {
    const page = await here.open(here.server.http, PHONE);
    await page.route(/\/assets\/browserHost-/, (route) => route.abort());
    await page.getByRole("button", { name: "Host", exact: true }).click();
    await page.getByText("This part of the app could not be loaded.").waitFor();
    await page.unroute(/\/assets\/browserHost-/);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Try without a board" }).waitFor();
  });

  it("in the middle of loading: what did not come is asked for again, with its style, by itself", async () => {
    let failures = 0;
    const page = await here.open(here.server.http, PHONE, (page) =>
      // Twice each: vite asks for every file ahead, and then in earnest.
      page.route(/\/assets\/screen-.*\.(js|css)$/, (route) => {
        const again = failures >= 4;
        if (!again) failures++;
        return again ? route.continue() : route.abort();
      }),
    );
    const share = page.getByRole("button", { name: "Share", exact: true });
    await share.waitFor();
    expect(failures).toBe(4);
    expect((await share.boundingBox())?.width).toBeGreaterThanOrEqual(48);
    const columns = page.locator("nav");
    expect(await columns.evaluate((nav) => getComputedStyle(nav).display)).toMatch(/flex|grid/);
  });

  it("in the middle of loading: nothing is shown before its style is there", async () => {
    let before = -1;
    const page = await here.open(here.server.http, PHONE, (page) =>
      page.route(/\/assets\/screen-.*\.css$/, async (route) => {
        const answer = await route.fetch();
        await page.waitForFunction(() =>
          performance.getEntriesByType("resource").some(({ name }) => /\/assets\/screen-.*\.js$/.test(name)),
        );
        // What has come would be shown within a few frames.
        await page.locator("#text-message").waitFor();
        await page.evaluate(async () => {
          for (let i = 0; i < 20; i++) await new Promise((done) => requestAnimationFrame(done));
        });
        before = await page.locator("nav").count();
        await route.fulfill({ response: answer });
      }),
    );
    await page.getByRole("button", { name: "Share", exact: true }).waitFor();
    expect(before).toBe(0);
  });

  it("in the middle of loading: somebody else's style sheet that never comes holds nothing up", async () => {
    let failures = 0;
    const page = await here.open(here.server.http, PHONE, async (page) => {
      await page.addInitScript(() =>
        addEventListener("DOMContentLoaded", () => {
          const link = document.createElement("link");
          Object.assign(link, { rel: "stylesheet", href: "/of-an-extension.css" });
          document.head.append(link);
        }),
      );
      await page.route("**/of-an-extension.css", (route) => route.abort());
      await page.route(/\/assets\/screen-.*\.js$/, (route) =>
        failures++ < 4 ? route.abort() : route.continue(),
      );
    });
    await page.getByRole("button", { name: "Share", exact: true }).waitFor();
    expect(failures).toBeGreaterThan(4);
  });

  it("as a sheet opens that is then closed: nobody goes on asking for it", async () => {
    let asked = 0;
    const page = await here.open(here.server.http, PHONE, async (page) => {
      await page.clock.install();
      await page.route(/\/assets\/Setup-.*\.js$/, (route) => {
        asked++;
        return route.abort();
      });
    });
    await page.getByRole("button", { name: "Setup", exact: true }).click();
    await page.getByText("This part of the app could not be loaded.").waitFor();
    const atFirst = asked;
    await expect
      .poll(async () => {
        await page.clock.runFor(30_000);
        return asked;
      })
      .toBeGreaterThan(atFirst);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const allHere = () => page.evaluate(() => fetch("/robots.txt")); // and so is what was asked for before it
    await allHere();
    const untilThen = asked;
    for (let i = 0; i < 4; i++) await page.clock.runFor(30_000);
    await allHere();
    expect(asked).toBe(untilThen);
  });

  it("where one sheet cannot come: the others do", async () => {
    const page = await here.open(here.server.http, PHONE, (page) =>
      page.route(/\/assets\/History-/, (route) => route.abort()),
    );
    await failsToOpen(page, "History");
    await page.getByRole("button", { name: "Setup", exact: true }).click();
    await page.getByRole("dialog").getByLabel("Work", { exact: true }).waitFor();
  });

  it("as a sheet's style was on its way: opened again, the sheet has it", async () => {
    let refused = false;
    const page = await here.open(here.server.http, PHONE, (page) =>
      page.route(/\/assets\/Setup-.*\.css$/, (route) => {
        const again = refused;
        refused = true;
        return again ? route.continue() : route.abort();
      }),
    );
    await failsToOpen(page, "Setup");
    await page.getByRole("button", { name: "Setup", exact: true }).click();
    await page.getByRole("dialog").getByLabel("Work", { exact: true }).waitFor();
    const styled = await page.evaluate(() =>
      [...document.styleSheets].some(
        ({ href, cssRules }) => /\/Setup-/.test(href ?? "") && cssRules.length > 0,
      ),
    );
    expect(styled).toBe(true);
  });
});
