import { beforeAll, describe, expect, it } from "vitest";
import type { Browser } from "playwright-core";
import { sharedBrowser } from "../harness/browser";
import { SHEETS } from "../harness/app";
import { newOpenRoom } from "../harness/client";
import { luminanceOf } from "../harness/contrast";
import { ENGINE_NAMES } from "../harness/engines/engines";
import type { Screen } from "../harness/engines/screen";
import { postAction } from "../harness/http";
import { decodePixels } from "../harness/pixels";
import type { Pixels } from "../harness/pixels";
import { requireTools } from "../harness/with-tools";
import { setUpEngine } from "./setup";

const canDecode = requireTools("Chromium");
let decoder: Browser | undefined;
beforeAll(async () => {
  if (canDecode) decoder = await sharedBrowser();
});

const picture = async (screen: Screen): Promise<Pixels> => {
  if (decoder === undefined) throw new Error("there is no browser");
  return decodePixels(decoder, await screen.tab.screenshot());
};
/** Red, green and blue of a pixel. */
const colourAt = ({ data, width }: Pixels, x: number, y: number): number[] => {
  const at = (Math.round(y) * width + Math.round(x)) * 4;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
};
const boxOf = (screen: Screen, selector: string) =>
  screen.tab.evaluate((selector) => {
    const box = document.querySelector(selector)?.getBoundingClientRect();
    if (box === undefined) throw new Error(`no ${selector}`);
    return { left: box.left, top: box.top, right: box.right, bottom: box.bottom };
  }, selector);

/** The space that the scroll bar of the open sheet takes, in CSS pixels; 0 where the sheet needs none. */
const barWidth = (screen: Screen): Promise<number> =>
  screen.tab.evaluate(() => {
    const inside = document.querySelector<HTMLElement>("dialog > *");
    return inside === null ? 0 : inside.offsetWidth - inside.clientWidth;
  }, null);

describe.each(ENGINE_NAMES)("in %s", (name) => {
  const here = setUpEngine(name);
  const open = (options = {}): Promise<Screen> => here.open(`${here.url}/r/${newOpenRoom()}`, options);

  it("no part of a drawing has a CSS filter, which WebKit does not draw", async () => {
    const room = newOpenRoom();
    const screen = await here.open(`${here.url}/r/${room}`);
    for (const [action, message] of [
      ["press", "Work"],
      ["skip", "Break time"],
      ["press", "Short Break"],
    ] as const) {
      await postAction(here.server, room, { action });
      await screen.waitForTomato(message);
      const filtered = await screen.tab.evaluate(
        () =>
          [...document.querySelectorAll("svg *")]
            .filter((part) => getComputedStyle(part).filter !== "none")
            .map((part) => part.outerHTML),
        null,
      );
      expect(filtered).toEqual([]);
    }
  });

  it.each([false, true])("a placeholder has a contrast of 4.5 at least (dark: %s)", async (dark) => {
    const screen = await open({ dark });
    await screen.openSheet("Join");
    await screen.waitUntilStill();
    const contrast = async (): Promise<number> => {
      // Each time: the list of recent rooms, which comes later, moves the field.
      const { left, top, right, bottom } = await boxOf(screen, "dialog input");
      const pixels = await picture(screen);
      const levels: number[] = [];
      for (let y = top + 8; y < bottom - 8; y++)
        for (let x = left + 8; x < right - 8; x++) levels.push(luminanceOf(colourAt(pixels, x, y)));
      return (Math.max(...levels) + 0.05) / (Math.min(...levels) + 0.05);
    };
    // A screenshot may be taken before the text is painted.
    await expect.poll(contrast, { timeout: 20_000 }).toBeGreaterThanOrEqual(4.5);
  });

  it.each([320, 400, 800])("at a width of %d, nothing in a sheet is wider than the sheet", async (width) => {
    const screen = await open({ width, height: 600 });
    const wide: string[] = [];
    for (const sheet of SHEETS.filter((sheet) => sheet !== "Keys")) {
      await screen.openSheet(sheet);
      await screen.waitUntilStill();
      const rest = await screen.tab.evaluate(() => {
        const inside = document.querySelector<HTMLElement>("dialog > *");
        return inside === null ? NaN : inside.scrollWidth - inside.clientWidth;
      }, null);
      if (rest !== 0) wide.push(`${sheet}: ${rest} px`);
      await screen.closeSheet();
    }
    expect(wide).toEqual([]);
  });

  it("a scroll bar does not lie over the round corners of a sheet", async () => {
    const screen = await open();
    await screen.openSheet("This device");
    await screen.waitUntilStill();
    expect(await barWidth(screen)).toBeGreaterThan(5);
    const pixels = await picture(screen);
    const { left, top, right } = await boxOf(screen, "dialog");
    expect(colourAt(pixels, right - 2, top + 2)).toEqual(colourAt(pixels, left + 1, top + 2));
  });

  it.each([480, 500, 540, 640])(
    "at a width of %d, History shows its four totals in full rows beside a scroll bar, and no stray shape",
    async (width) => {
      const room = newOpenRoom();
      const screen = await here.open(`${here.url}/r/${room}`, { width, height: 560 });
      // Only work of a second or more is kept.
      await postAction(here.server, room, { action: "setup", work_duration: 1 });
      await postAction(here.server, room, { action: "press" });
      await screen.waitForTomato("Break time");
      await screen.openSheet("History");
      await screen.waitUntil("the totals and a scroll bar are there", () => {
        const inside = document.querySelector<HTMLElement>("dialog > *");
        return (
          document.querySelector(".h-totals") !== null &&
          inside !== null &&
          inside.offsetWidth - inside.clientWidth > 5
        );
      });
      const rows = await screen.tab.evaluate(() => {
        const tops = [...document.querySelectorAll(".h-totals > div")].map((one) =>
          Math.round(one.getBoundingClientRect().top),
        );
        return [...new Set(tops)].map((top) => tops.filter((one) => one === top).length);
      }, null);
      expect([[4], [2, 2]]).toContainEqual(rows);
      const stray = await screen.tab.evaluate(
        () => [...document.querySelectorAll(".h-drawings > :not(defs)")].map((part) => part.outerHTML),
        null,
      );
      expect(stray).toEqual([]);
    },
  );

  it("what the mouse points at changes only where there is a mouse", async () => {
    const screen = await open();
    for (const sheet of ["Setup", "Share", "This device"]) {
      await screen.openSheet(sheet);
      await screen.closeSheet();
    }
    const found = await screen.tab.evaluate(() => {
      const hovering = (rules: CSSRuleList, inMedia: boolean): string[] =>
        [...rules].flatMap((rule) => {
          if (rule instanceof CSSStyleRule) {
            const isWrong = !inMedia && rule.selectorText.includes(":hover");
            return isWrong ? [rule.selectorText] : [];
          }
          const inner = (rule as CSSGroupingRule).cssRules;
          const hasMouse = rule instanceof CSSMediaRule && rule.media.mediaText.includes("hover");
          return inner === undefined ? [] : hovering(inner, inMedia || hasMouse);
        });
      return [...document.styleSheets].flatMap((sheet) => hovering(sheet.cssRules, false));
    }, null);
    expect(found).toEqual([]);
  });

  it("fields with a list look the same in each engine, and the browser's bars follow the theme that is chosen", async () => {
    const screen = await open();
    await screen.openSheet("This device");
    const appearances = await screen.tab.evaluate(
      () =>
        [...document.querySelectorAll("dialog select")].map((field) => getComputedStyle(field).appearance),
      null,
    );
    expect(new Set(appearances)).toEqual(new Set(["none"]));
    await screen.choose("dark");
    await screen.waitUntil("the dark colour of the bars holds", () => {
      const [light, dark] = document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]");
      return light?.media === "not all" && dark?.media === "all";
    });
  });
});
