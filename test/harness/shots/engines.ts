/** The same view in each browser engine, side by side in one picture. */
import { writeFileSync } from "node:fs";
import { newOpenRoom } from "../client";
import { postTo, SHEETS } from "../app";
import type { RunningApp } from "../app";
import { ENGINE_NAMES, ENGINES } from "../engines/engines";
import type { RunningEngine } from "../engines/engine";
import { Screen } from "../engines/screen";

/** The actions before each picture, in a room with one cycle. */
const STATES: readonly (readonly [view: string, actions: readonly string[], message: string])[] = [
  ["0-idle", [], "Press Me!"],
  ["1-work", ["press"], "Work"],
  ["2-paused", ["hold"], "Work, Paused"],
  ["3-break-alarm", ["skip"], "Break time"],
  ["4-short-break", ["press"], "Short Break"],
  ["5-work-alarm", ["skip"], "Back to work"],
  ["6-long-break", ["press", "skip", "press"], "Long break time"],
];

/** Writes FOLDER/engines-VIEW-THEME.png. */
export async function engineShots({ browser, url }: RunningApp, folder: string): Promise<void> {
  const started = await Promise.all(ENGINE_NAMES.map((name) => ENGINES[name]()));
  try {
    for (const dark of [false, true]) {
      const pictures = new Map<string, Buffer[]>();
      for (const engine of started) {
        for (const [view, png] of await picturesOf(engine, url, dark)) {
          pictures.set(view, [...(pictures.get(view) ?? []), png]);
        }
      }
      for (const [view, pngs] of pictures) {
        const page = await browser.newPage();
        const images = pngs.map((png) => `<img src="data:image/png;base64,${png.toString("base64")}">`);
        await page.setContent(
          `<body style="margin:0;display:flex;width:max-content">${images.join("")}</body>`,
        );
        const file = `${folder}engines-${view}-${dark ? "dark" : "light"}.png`;
        writeFileSync(file, await page.locator("body").screenshot());
        await page.close();
      }
    }
  } finally {
    await Promise.all(started.map((engine) => engine.close()));
  }
}

async function picturesOf(engine: RunningEngine, url: string, dark: boolean): Promise<[string, Buffer][]> {
  const tab = await engine.open({ dark });
  const screen = new Screen(tab);
  const pictures: [string, Buffer][] = [];
  const link = new URL(`${url}/r/${newOpenRoom()}`);
  await postTo(link, { action: "setup", number_cycles: 1 });
  await screen.open(link.href);
  await screen.waitUntil("the whole screen is there", () => document.querySelector("nav button") !== null);
  for (const [view, actions, message] of STATES) {
    for (const action of actions) await postTo(link, { action, name: "Kim" });
    await screen.waitForTomato(message);
    await screen.waitUntilStill();
    pictures.push([view, await tab.screenshot()]);
  }
  for (const sheet of SHEETS.filter((sheet) => sheet !== "Keys")) {
    await screen.openSheet(sheet);
    await screen.waitUntilStill();
    pictures.push([`sheet-${sheet.toLowerCase().replace(" ", "-")}`, await tab.screenshot()]);
    await screen.closeSheet();
  }
  await tab.close();
  return pictures;
}
