import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PHONE, tomato } from "../harness/browser";
import { controlLink, setUpBrowser } from "../harness/browser-setup";
import { startWork } from "../harness/room-actions";
import { waitForPeople } from "../harness/room-page";

const here = setUpBrowser();

interface Tick {
  readonly text: string;
  /** Real time in ms: the browser's own origin, which no script can set. */
  readonly at: number;
}
/** Sets the page's clock an hour fast; `jumpClock` in the page moves it by a number of ms. */
async function setWrongClock(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const real = Date.now.bind(Date);
    let wrongBy = 3_600_000;
    Date.now = () => real() + wrongBy;
    Object.assign(globalThis, { jumpClock: (ms: number) => (wrongBy += ms) });
  });
}
/** Records when each text of the countdown appears. */
const recordTicks = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const ticks: Tick[] = [];
    Object.assign(globalThis, { ticks });
    const recordText = (): void => {
      const text = [...document.querySelectorAll("[data-tomato] text")].at(-1)?.textContent ?? "";
      if (ticks.at(-1)?.text !== text) ticks.push({ text, at: performance.timeOrigin + performance.now() });
    };
    new MutationObserver(recordText).observe(document.body, {
      subtree: true,
      characterData: true,
      childList: true,
    });
    recordText();
  });
const ticksOf = (page: Page): Promise<Tick[]> =>
  page.evaluate(() => (globalThis as unknown as { ticks: Tick[] }).ticks);

describe("the countdown", () => {
  it("two devices show the same countdown within 50 ms, though the clock of one is an hour fast and jumps", async () => {
    const right = await here.open(here.server.http);
    const link = await controlLink(right);
    const wrong = await here.open(link.href, PHONE, setWrongClock);
    await startWork(here.server, link, 60);
    await Promise.all([right, wrong].map((page) => tomato(page, "Work").waitFor()));
    await Promise.all([recordTicks(right), recordTicks(wrong)]);
    await expect.poll(async () => (await ticksOf(wrong)).length, { timeout: 10_000 }).toBeGreaterThan(3);
    await wrong.evaluate(() =>
      (globalThis as unknown as { jumpClock: (ms: number) => void }).jumpClock(-7_200_000),
    );
    await expect.poll(async () => (await ticksOf(wrong)).length, { timeout: 15_000 }).toBeGreaterThan(9);
    await expect.poll(async () => (await ticksOf(right)).length, { timeout: 15_000 }).toBeGreaterThan(9);

    const seen = new Map((await ticksOf(right)).slice(1).map(({ text, at }) => [text, at]));
    const apart = (await ticksOf(wrong))
      .slice(1)
      .flatMap(({ text, at }) => (seen.has(text) ? [Math.abs(at - (seen.get(text) ?? 0))] : []));
    expect(apart.length).toBeGreaterThan(5);
    expect(Math.max(...apart)).toBeLessThan(50);
  });

  it("the next frame shows a press, long before a slow server answers", async () => {
    const { Network } = await import("../harness/network");
    const network = await Network.start(here.server.port);
    try {
      const page = await here.open(network.url);
      await controlLink(page);
      await tomato(page, "Press Me!").waitFor();
      await waitForPeople(page, 1);
      network.delay(700);
      await page.evaluate(() => {
        const button = document.querySelector("button[data-state]");
        button?.addEventListener("click", () => {
          const pressedAt = performance.now();
          requestAnimationFrame((frameAt) =>
            Object.assign(globalThis, {
              pressed: {
                frame: document.querySelector("button[data-state]")?.getAttribute("data-state"),
                ms: frameAt - pressedAt,
              },
            }),
          );
        });
      });
      await tomato(page, "Press Me!").click();
      const frame = await page.waitForFunction(
        () => (globalThis as unknown as { pressed?: { frame: string; ms: number } }).pressed,
      );
      expect(await frame.jsonValue()).toMatchObject({ frame: "work" });
      const room = await fetch(here.server.room(new URL(page.url()).pathname.slice(3)));
      expect(await room.json()).toMatchObject({ state: 0 }); // the press has not arrived yet
      await expect
        .poll(async () => (await fetch(here.server.room(new URL(page.url()).pathname.slice(3)))).json())
        .toMatchObject({ state: 1, rev: 1 });
      await tomato(page, "Work").waitFor();
    } finally {
      await network.close();
    }
  });
});
