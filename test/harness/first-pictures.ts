/** Draws first pictures of rooms, as the server sends them, side by side in one page. It needs the build and no server. */
import { readFileSync } from "node:fs";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { drawPicture } from "../../party/http/firstPicture";
import type { RoomView } from "../../party/shared/codec";
import { PICTURES_PATH } from "../../party/shared/pictures";
import type { Pictures } from "../../party/shared/pictures";
import type { Phase } from "../../party/shared/pomodoro";
import { newPomodoro } from "../../party/shared/pomodoro";
import type { Settings } from "../../party/shared/settings";
import { assetPath } from "./asset-path";
import { root } from "./paths";
import { decodePixels, greyLevels } from "./pixels";

export interface FirstPicture {
  readonly phase: Phase;
  /** Epoch ms on the server's clock. */
  readonly now: number;
  readonly cycle?: number;
  readonly settings?: Partial<Settings>;
  readonly language?: string;
}

/** The width of a picture in the page, in px. */
const CELL = 100;
const COLUMNS = 10;
/** The same at 5 % of 400 px, the width of a phone. */
const SMALL = 20;

/** The grey levels, 0 to 255, of each picture at 5 %: `SMALL` × `SMALL`, row by row. */
export async function smallGreys(
  browser: Browser,
  pictures: readonly FirstPicture[],
  options: BrowserContextOptions = {},
): Promise<number[][]> {
  const rows = Math.ceil(pictures.length / COLUMNS);
  const context = await browser.newContext({
    ...options,
    reducedMotion: "reduce",
    viewport: { width: CELL * COLUMNS, height: CELL * rows },
  });
  try {
    const page = await context.newPage();
    await page.setContent(pageOf(pictures));
    await page.evaluate(() => document.fonts.load("1em Ranchers"));
    const small = await decodePixels(browser, await page.screenshot(), SMALL * COLUMNS);
    const grey = greyLevels(small);
    return pictures.map((_, i) => {
      const [left, top] = [(i % COLUMNS) * SMALL, Math.floor(i / COLUMNS) * SMALL];
      return Array.from({ length: SMALL * SMALL }, (_, at) => {
        const [x, y] = [left + (at % SMALL), top + Math.floor(at / SMALL)];
        return grey[y * small.width + x] ?? 0;
      });
    });
  } finally {
    await context.close();
  }
}

/** The tomatoes in a grid, with the app's own style and its font in it. */
function pageOf(pictures: readonly FirstPicture[]): string {
  const looks = JSON.parse(readFileSync(`${root}dist/app${PICTURES_PATH}`, "utf8")) as Pictures;
  const style = readFileSync(`${root}dist/app${assetPath("tomato.css")}`, "utf8").replace(
    /url\([^)]*?([\w.-]+\.woff2)\)/g,
    (_, name: string) => `url(data:font/woff2;base64,${base64(`${root}dist/app/assets/${name}`)})`,
  );
  const { undo: _undo, ...empty } = newPomodoro();
  const cells = pictures.map(({ phase, now, cycle = 0, settings = {}, language = "en" }) => {
    const room: RoomView = {
      ...empty,
      phase,
      cycle,
      settings: { ...empty.settings, ...settings },
      undoUntil: null,
    };
    const html = drawPicture(looks, room, now, language, true) ?? "";
    const drawing = /<div class="tomato"[^]*?<\/svg><\/div>/.exec(html)?.[0];
    if (drawing === undefined) throw new Error("the picture has no tomato");
    return `<div>${drawing}</div>`;
  });
  return `<style>${style}
    #grid { display: grid; grid-template-columns: repeat(${COLUMNS}, ${CELL}px); grid-auto-rows: ${CELL}px }
    #grid > div { display: grid; place-items: center }
    #grid .tomato { width: 84% }
  </style><div id="grid">${cells.join("")}</div>`;
}

const base64 = (file: string): string => readFileSync(file).toString("base64");
