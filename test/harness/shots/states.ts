/** The six states side by side, on the app's own background, for the README. */
import { STATE_NAMES } from "../../../party/shared/pomodoro";
import { postTo } from "../app";
import type { RunningApp } from "../app";
import { openDevice } from "../browser";

/** The actions that lead from each state to the next one. */
const TOUR = [[], ["press"], ["skip"], ["press"], ["skip"], ["press", "skip", "press"]] as const;
/** The actions before the last step, so that its break is the long one: one further tomato each time. */
const TO_LAST_CYCLE = Array.from({ length: 2 }, () => ["press", "skip", "press", "skip"] as const).flat();
const WIDTH = 300;

/** Writes the picture to this file. */
export async function statesShot({ browser, url }: RunningApp, file: string): Promise<void> {
  const { context, page } = await openDevice(browser, {
    viewport: { width: WIDTH, height: 560 },
    deviceScaleFactor: 1,
    reducedMotion: "reduce",
  });
  const link = new URL(`${url}/r/six-states`);
  const pictures: string[] = [];
  await page.goto(link.href);
  await page.waitForSelector("button[data-known=true]");
  for (const [state, actions] of TOUR.entries()) {
    if (actions.length > 1) {
      for (const action of TO_LAST_CYCLE) await postTo(link, { action });
    }
    for (const action of actions) await postTo(link, { action });
    const name = STATE_NAMES[state];
    await page.waitForSelector(`button[data-state=${name}]`);
    if (name === "long-break") await page.waitForSelector("[data-celebration]", { state: "detached" });
    await page.evaluate(() => document.fonts.ready);
    const box = await page.locator("[data-tomato]").boundingBox();
    if (box === null) throw new Error("no tomato");
    // The picture shows the tomato without the offers beside it.
    await page.evaluate(() => {
      for (const button of document.querySelectorAll<HTMLElement>("button:not([data-known])"))
        button.style.visibility = "hidden";
    });
    const clip = { x: 0, y: box.y - 12, width: WIDTH, height: Math.round(box.height + 24) };
    pictures.push((await page.screenshot({ clip, animations: "disabled" })).toString("base64"));
  }
  const blank = await context.newPage();
  await blank.setViewportSize({ width: WIDTH * pictures.length, height: 310 });
  const images = pictures.map(
    (png) => `<img width="${WIDTH}" style="flex:none" src="data:image/png;base64,${png}">`,
  );
  await blank.setContent(`<body style="margin:0;display:flex">${images.join("")}</body>`);
  await blank.locator("body").screenshot({ path: file });
  await context.close();
}
