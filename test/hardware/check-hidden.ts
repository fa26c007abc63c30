/** Two hidden tabs whose own timers are slowed down: the Kuando must not time out, and the time on the deck goes on. */
import type { Page } from "playwright-core";
import { waitForHostStatus } from "../harness/host-page";
import type { Server } from "../harness/server";
import { launchThrottlingBrowser } from "../harness/throttling-browser";
import { waitFor } from "../harness/wait";
import { act, check, checkEqual, rememberBoard } from "./check";
import { keyOf } from "./hid-bus";
import type { Kuando } from "./hid-lights";
import type { StreamDeck } from "./stream-deck";

/** Chromium waits five minutes before it slows a hidden tab down to one timer a minute; here 2 s. */
const ARGS = ["--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/2"];
/** The page's own timer has an interval of 250 ms; it counts as slowed down when it has not fired for so long. In ms. */
const THROTTLED_AFTER = 5000;
/** Longer than two of the Kuando's own times. In ms. */
const OBSERVED = 16_000;
const TOMATO = 0;

export async function checkHidden(all: {
  env: Readonly<Record<string, string>>;
  server: Server;
  link: URL;
  kuando: Kuando;
  deck: StreamDeck;
}): Promise<void> {
  const { env, server, link, kuando, deck } = all;
  const browser = await launchThrottlingBrowser({ args: ARGS, env });
  try {
    const openTab = async (key: string): Promise<Page> => {
      const page = await browser.context.newPage();
      await page.goto(link.href);
      await rememberBoard(page, key);
      await waitForHostStatus(page, /^Connected$/);
      return page;
    };
    await check(
      "In hidden tabs whose own timers are slowed down, a Kuando stays on and the time on a deck goes on.",
      async () => {
        const pages = [await openTab(keyOf("kuando")), await openTab(keyOf("deck"))];
        for (const page of pages)
          await page.evaluate(() => {
            Object.assign(globalThis, { lastWake: performance.now() });
            setInterval(() => Object.assign(globalThis, { lastWake: performance.now() }), 250);
          });
        await (await browser.context.newPage()).bringToFront();
        const sinceWake = (page: Page): Promise<number> =>
          page.evaluate(() => performance.now() - (globalThis as unknown as { lastWake: number }).lastWake);
        for (const page of pages)
          await waitFor("a slow timer", async () => (await sinceWake(page)) > THROTTLED_AFTER, 90_000);
        await act(server, link, "reset", "press");
        await waitFor("a red Kuando", () => kuando.light === "100,0,0");
        const [timeouts, pictures, from] = [kuando.timeouts, deck.counts.get(TOMATO) ?? 0, performance.now()];
        await waitFor("a while", () => performance.now() - from > OBSERVED, 2 * OBSERVED);
        checkEqual([kuando.timeouts, kuando.light], [timeouts, "100,0,0"]);
        const changes = (deck.counts.get(TOMATO) ?? 0) - pictures;
        if (changes < 14 || changes > 18) throw new Error(`${changes} pictures in 16 s`);
        for (const page of pages) checkEqual(await page.evaluate(() => document.visibilityState), "hidden");
      },
      180_000,
    );
  } finally {
    await browser.close();
  }
}
