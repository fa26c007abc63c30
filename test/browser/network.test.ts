import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PHONE, tomato } from "../harness/browser";
import { Network } from "../harness/network";
import { act, controlLink, setUpBrowser } from "../harness/browser-setup";
import { readRoom, startWork } from "../harness/room-actions";
import { waitForPeople } from "../harness/room-page";
import { closeSheet } from "../harness/sheet";

const here = setUpBrowser({ hasServiceWorker: true });
let network: Network;
/** The page must show the room's state within this time after the network is restored. */
const SOON = { timeout: 5000 };

beforeEach(async () => {
  network = await Network.start(here.server.port);
});
afterEach(() => network.close());

/** Opens a private room on a phone whose connection the test can cut, stall or delay. */
async function openOnNetwork(): Promise<{ page: Page; link: URL }> {
  const page = await here.open(network.url, PHONE);
  const link = await controlLink(page);
  await tomato(page, "Press Me!").waitFor();
  await waitForPeople(page, 1);
  return { page, link };
}
const readRev = async (link: URL): Promise<number> => (await readRoom(here.server, link)).rev;

/** Opens a sheet, waits for the message that it could not be loaded, and closes it. */
async function expectSheetToFail(page: Page, sheet: string): Promise<void> {
  await page.getByRole("button", { name: sheet, exact: true }).click();
  await page.getByText("This part of the app could not be loaded.").waitFor();
  await closeSheet(page);
}

describe("a network that fails", () => {
  it("a press on a cut network is refused with a reason, and the state is right within 5 s after the network returns", async () => {
    const { page, link } = await openOnNetwork();
    network.cut();
    await page.getByText("Reconnecting").waitFor();
    await tomato(page, "Press Me!").click();
    await page.getByText("Not connected: your press was not sent").waitFor();
    await startWork(here.server, link, 600);
    network.restore();
    await tomato(page, "Work").waitFor(SOON);
    expect(await readRev(link)).toBe(2); // the setup and the other person's press: the refused press was never sent
  });

  it("a press that a stalled network delays too long never happens, and the state is right within 5 s after it returns", async () => {
    const { page, link } = await openOnNetwork();
    network.stall();
    await tomato(page, "Press Me!").click();
    await page.getByText("Reconnecting").waitFor(); // the dead connection is noticed
    await tomato(page, "Press Me!").waitFor(); // and the prediction of the unanswered press is dropped
    const sent = Date.now();
    await expect.poll(() => Date.now() - sent, { timeout: 8000 }).toBeGreaterThan(4500);
    network.restore();
    await page.getByText("Reconnecting").waitFor({ state: "detached", ...SOON });
    await tomato(page, "Press Me!").waitFor(SOON);
    expect(await readRev(link)).toBe(0);
  });

  it("a half-open connection is noticed and replaced within 5 s, without a press", async () => {
    const { page, link } = await openOnNetwork();
    network.halfOpen();
    await act(here.server, link, { action: "press" });
    await tomato(page, "Work").waitFor(SOON);
  });

  it("countdown and presses are right on a network with 300 ms delay each way", async () => {
    const { page, link } = await openOnNetwork();
    network.delay(300);
    await act(here.server, link, { action: "setup", work_duration: 5, break_duration: 600, name: "Ada" });
    await page.getByText("Ada changed the setup to 0:05/10").waitFor();
    await tomato(page, "Press Me!").click();
    await tomato(page, "Work").waitFor();
    await tomato(page, "Break time").waitFor({ timeout: 8000 });
    await tomato(page, "Break time").click();
    await tomato(page, "Short Break").waitFor();
    await expect.poll(() => readRev(link)).toBe(4);
  });

  it("a page counts down and shows the alarm while there is no network", async () => {
    const { page, link } = await openOnNetwork();
    await startWork(here.server, link, 3);
    await tomato(page, "Work").waitFor();
    network.cut();
    await page.getByText("Reconnecting").waitFor();
    await tomato(page, "Break time").waitFor({ timeout: 6000 });
    network.restore();
    await page.getByText("Reconnecting").waitFor({ state: "detached", ...SOON });
    await tomato(page, "Break time").waitFor();
  });

  it("a page reconnects within 1 s after the browser reports that it is online", async () => {
    const { page } = await openOnNetwork();
    network.cut();
    await page.getByText("Reconnecting").waitFor();
    // After more than five failed attempts the page's own delay between attempts is longer than 1 s.
    await expect.poll(() => network.refused, { timeout: 15_000 }).toBeGreaterThan(5);
    network.restore();
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.getByText("Reconnecting").waitFor({ state: "detached", timeout: 1000 });
  });

  it("a Host sheet that fails to load says so, and Try again loads it", async () => {
    const page = await here.open(here.server.http, PHONE);
    await page.route(/\/assets\/browserHost-/, (route) => route.abort());
    await page.getByRole("button", { name: "Host", exact: true }).click();
    await page.getByText("This part of the app could not be loaded.").waitFor();
    await page.unroute(/\/assets\/browserHost-/);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Try without a board" }).waitFor();
  });

  it("a script and a style sheet that fail to load are requested again without a click", async () => {
    let failures = 0;
    const page = await here.open(here.server.http, PHONE, (page) =>
      // Script and style sheet fail twice each, because vite preloads each file before it imports it.
      page.route(/\/assets\/screen-.*\.(js|css)$/, (route) => {
        const isRetry = failures >= 4;
        if (!isRetry) failures++;
        return isRetry ? route.continue() : route.abort();
      }),
    );
    const share = page.getByRole("button", { name: "Share", exact: true });
    await share.waitFor();
    expect(failures).toBe(4);
    expect((await share.boundingBox())?.width).toBeGreaterThanOrEqual(48);
    const columns = page.locator("nav");
    expect(await columns.evaluate((nav) => getComputedStyle(nav).display)).toMatch(/flex|grid/);
  });

  it("the controls are not shown before their style sheet has loaded", async () => {
    let countBeforeStyle = -1;
    const page = await here.open(here.server.http, PHONE, (page) =>
      page.route(/\/assets\/screen-.*\.css$/, async (route) => {
        const answer = await route.fetch();
        await page.waitForFunction(() =>
          performance.getEntriesByType("resource").some(({ name }) => /\/assets\/screen-.*\.js$/.test(name)),
        );
        // A script that has loaded would show its controls within a few frames.
        await page.locator("#text-message").waitFor();
        await page.evaluate(async () => {
          for (let i = 0; i < 20; i++) await new Promise((done) => requestAnimationFrame(done));
        });
        countBeforeStyle = await page.locator("nav").count();
        await route.fulfill({ response: answer });
      }),
    );
    await page.getByRole("button", { name: "Share", exact: true }).waitFor();
    expect(countBeforeStyle).toBe(0);
  });

  it("a foreign style sheet that never loads does not delay the app's retries", async () => {
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

  it("a sheet that cannot be loaded is requested again while it is open, and not after it was closed", async () => {
    let requests = 0;
    const page = await here.open(here.server.http, PHONE, async (page) => {
      await page.clock.install();
      await page.route(/\/assets\/Setup-.*\.js$/, (route) => {
        requests++;
        return route.abort();
      });
    });
    await page.getByRole("button", { name: "Setup", exact: true }).click();
    await page.getByText("This part of the app could not be loaded.").waitFor();
    const atFirst = requests;
    await expect
      .poll(async () => {
        await page.clock.runFor(30_000);
        return requests;
      })
      .toBeGreaterThan(atFirst);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    // The requests arrive in order: when this one is answered, all earlier ones have been counted.
    const flushRequests = () => page.evaluate(() => fetch("/robots.txt"));
    await flushRequests();
    const untilClosed = requests;
    for (let i = 0; i < 4; i++) await page.clock.runFor(30_000);
    await flushRequests();
    expect(requests).toBe(untilClosed);
  });

  it("a sheet that cannot be loaded does not keep another sheet from loading", async () => {
    const page = await here.open(here.server.http, PHONE, (page) =>
      page.route(/\/assets\/History-/, (route) => route.abort()),
    );
    await expectSheetToFail(page, "History");
    await page.getByRole("button", { name: "Setup", exact: true }).click();
    await page.getByRole("dialog").getByRole("group", { name: "Work", exact: true }).waitFor();
  });

  it("a sheet whose style sheet failed to load has it when it is opened again", async () => {
    let hasFailed = false;
    const page = await here.open(here.server.http, PHONE, (page) =>
      page.route(/\/assets\/Setup-.*\.css$/, (route) => {
        const isRetry = hasFailed;
        hasFailed = true;
        return isRetry ? route.continue() : route.abort();
      }),
    );
    await expectSheetToFail(page, "Setup");
    await page.getByRole("button", { name: "Setup", exact: true }).click();
    await page.getByRole("dialog").getByRole("group", { name: "Work", exact: true }).waitFor();
    const isStyled = await page.evaluate(() =>
      [...document.styleSheets].some(
        ({ href, cssRules }) => /\/Setup-/.test(href ?? "") && cssRules.length > 0,
      ),
    );
    expect(isStyled).toBe(true);
  });
});
