/** Two hidden tabs whose own timers are slowed down: the Kuando must not time out, and the time on the deck goes on. */
import type { Page } from "playwright-core";
import { waitForConnected } from "../harness/host-page";
import type { Server } from "../harness/server";
import { launchThrottlingBrowser } from "../harness/throttling-browser";
import { waitFor } from "../harness/wait";
import { act, check, checkEqual, rememberBoard } from "./check";
import { keyOf } from "./hid-bus";
import type { Kuando } from "./hid-lights";
import type { StreamDeck } from "./stream-deck";

/** The page's own timer has an interval of 250 ms. Chromium slows that of a hidden tab down to one a second at least. In ms. */
const THROTTLED_AFTER = 900;
/** Longer than two of the Kuando's own times. In ms. */
const OBSERVED = 16_000;
/** How many pictures of a time are observed. */
const PICTURES = 6;
const TOMATO = 0;

/** What leads from IDLE to the long break. */
const SHORT_CYCLE = { action: "setup", number_cycles: 1 };
const TO_LONG_BREAK = ["press", "skip", "press", "skip", "press", "skip", "press"];

export async function checkHidden(all: {
  env: Readonly<Record<string, string>>;
  server: Server;
  link: URL;
  kuando: Kuando;
  deck: StreamDeck;
}): Promise<void> {
  const { env, server, link, kuando, deck } = all;
  const browser = await launchThrottlingBrowser({ env });
  const openTab = async (key: string): Promise<Page> => {
    const page = await browser.context.newPage();
    await page.goto(link.href);
    await rememberBoard(page, key);
    await waitForConnected(page);
    await page.evaluate(() => {
      const wakes = [performance.now()];
      setInterval(() => wakes.push(performance.now()), 250);
      Object.assign(globalThis, { wakes });
    });
    return page;
  };
  /** The time between the last two wakes of the page's own timer. */
  const wakeInterval = (page: Page): Promise<number> =>
    page.evaluate(() => {
      const { wakes } = globalThis as unknown as { wakes: number[] };
      return (wakes.at(-1) ?? 0) - (wakes.at(-2) ?? 0);
    });
  const pages: Page[] = [];
  try {
    await check(
      "A Kuando stays on in a hidden tab whose own timers are slowed down.",
      async () => {
        await act(server, link, "reset", SHORT_CYCLE, ...TO_LONG_BREAK);
        pages.push(await openTab(keyOf("kuando")), await openTab(keyOf("deck")));
        await (await browser.context.newPage()).bringToFront();
        for (const page of pages)
          await waitFor("a slow timer", async () => (await wakeInterval(page)) > THROTTLED_AFTER, 30_000);
        const [timeouts, from] = [kuando.timeouts, performance.now()];
        await waitFor("a while", () => performance.now() - from > OBSERVED, 2 * OBSERVED);
        checkEqual([kuando.timeouts, kuando.light], [timeouts, "0,0,100"]);
        for (const page of pages) checkEqual((await wakeInterval(page)) > THROTTLED_AFTER, true);
      },
      120_000,
    );
    await check("The time on a Stream Deck goes on in a hidden tab, once a second.", async () => {
      await act(server, link, "reset", "press");
      const before = deck.counts.get(TOMATO) ?? 0;
      const from = performance.now();
      await waitFor("the pictures", () => (deck.counts.get(TOMATO) ?? 0) >= before + PICTURES, 15_000);
      const seconds = (performance.now() - from) / 1000;
      if (seconds < PICTURES - 2 || seconds > PICTURES + 2) throw new Error(`they took ${seconds} s`);
      for (const page of pages) checkEqual(await page.evaluate(() => document.visibilityState), "hidden");
    });
  } finally {
    await browser.close();
  }
}
