import jsQR from "jsqr";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { STATE_NAMES } from "../../party/shared/pomodoro";
import { DESKTOP, openDevice, launchBrowser, PHONE, SMALL_PHONE, tomato } from "../harness/browser";
import { greyLevels, decodePixels } from "../harness/pixels";
import { act, controlLink, setUpBrowser, watchLinkOf } from "../harness/browser-setup";
import { readRoom } from "../harness/room-actions";
import { waitForPeople } from "../harness/room-page";
import { postAction } from "../harness/http";
import { scrollSheetToEnd } from "../harness/sheet";

const here = setUpBrowser();
const LANDSCAPE = { ...PHONE, viewport: { width: 844, height: 390 } };

/** Takes the room through all six states over HTTP, and calls `inspect` once in each. */
async function visitStates(page: Page, inspect: (state: string) => Promise<void>): Promise<void> {
  const link = await controlLink(page);
  await tomato(page, "Press Me!").waitFor();
  await waitForPeople(page, 1);
  await act(here.server, link, { action: "setup", number_cycles: 1, name: "Kim" });
  const seen = new Set<string>();
  for (const action of ["", "press", "skip", "press", "skip", "press", "skip", "press"]) {
    if (action !== "") await act(here.server, link, { action, name: "Kim" });
    const state = STATE_NAMES[(await readRoom(here.server, link)).state] ?? "";
    await page.locator(`button[data-state=${state}]`).waitFor();
    if (seen.has(state)) continue;
    seen.add(state);
    await inspect(state);
  }
  expect(seen.size).toBe(STATE_NAMES.length);
}

describe.each([
  ["a phone", PHONE],
  ["a small phone", SMALL_PHONE],
  ["a phone on its side", LANDSCAPE],
  ["a laptop", DESKTOP],
  ["a wall", { viewport: { width: 2560, height: 1440 } }],
])("the main screen on %s", (name, options) => {
  it(`the main screen on ${name} keeps everything in its place and needs no scrolling in every state`, async () => {
    const page = await here.open(here.server.http, { ...options, reducedMotion: "reduce" });
    const shifts = await page.evaluateHandle(() => {
      const shifts: string[] = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          const { value, sources } = entry as unknown as { value: number; sources: { node: Node | null }[] };
          const what = sources.map(({ node }) => `${node?.nodeName} ${node?.textContent}`);
          shifts.push(`${value}: ${what.join(", ")}`);
        }
      }).observe({ type: "layout-shift", buffered: true });
      return shifts;
    });
    let places: unknown;
    await visitStates(page, async () => {
      const now = await page.evaluate(() => ({
        tomato: document.querySelector("[data-tomato]")?.getBoundingClientRect().toJSON() as unknown,
        nav: document.querySelector("nav")?.getBoundingClientRect().toJSON() as unknown,
        overflow: [
          document.documentElement.scrollHeight - innerHeight,
          document.documentElement.scrollWidth - innerWidth,
        ],
      }));
      expect(now.overflow).toEqual([0, 0]);
      expect(now).toEqual((places ??= now));
    });
    expect(await shifts.jsonValue()).toEqual([]);
  });
});

describe("the tomato", () => {
  it("the six states of the tomato differ without colour, motion or text", async () => {
    const page = await here.open(here.server.http, { ...PHONE, reducedMotion: "reduce" });
    const pictures = new Map<string, number[]>();
    await visitStates(page, async (state) => {
      await page.evaluate(() => {
        for (const text of document.querySelectorAll<SVGElement>("[data-tomato] text"))
          text.style.visibility = "hidden";
      });
      const png = await page.locator("[data-tomato]").screenshot();
      pictures.set(state, greyLevels(await decodePixels(here.browser, png, 64)));
    });
    const alike: string[] = [];
    for (const [one, a] of pictures)
      for (const [other, b] of pictures) {
        const differing = a.filter((grey, i) => Math.abs(grey - (b[i] ?? 0)) > 40).length / a.length;
        // At least 2.5 % of the pixels differ by more than 40 of 256 grey levels.
        if (one < other && differing < 0.025) alike.push(`${one} and ${other}: ${differing.toFixed(3)}`);
      }
    expect(alike).toEqual([]);
  });

  it("the text on the tomato has a contrast of at least 4.5 in every state in the light and the dark theme", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await here.open(here.server.http, { ...PHONE, colorScheme, reducedMotion: "reduce" });
      await visitStates(page, async (state) => {
        for (const contrast of await readContrasts(page)) expect(contrast, state).toBeGreaterThanOrEqual(4.5);
      });
    }
  });

  it("a finished set is celebrated once for about two seconds, and not on a device that opens later", async () => {
    const page = await here.open(here.server.http, PHONE);
    const link = await controlLink(page);
    await tomato(page, "Press Me!").waitFor();
    await waitForPeople(page, 1);
    await act(here.server, link, { action: "setup", number_cycles: 1 });
    for (const action of ["press", "skip", "press", "skip", "press", "skip"])
      await act(here.server, link, { action });
    await tomato(page, "Break time").waitFor();
    await page.evaluate(() => {
      const seen: number[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => {
        const isShown = document.querySelector("[data-celebration]") !== null;
        if (isShown !== (seen.length % 2 === 1)) seen.push(performance.now());
      }).observe(document.body, { childList: true, subtree: true });
    });
    await tomato(page, "Break time").click(); // predicted first, then confirmed by the server: still one celebration
    await expect
      .poll(() => page.evaluate(() => (window as unknown as { seen: number[] }).seen.length))
      .toBe(2);
    const [began = 0, ended = 0] = await page.evaluate(() => (window as unknown as { seen: number[] }).seen);
    expect(ended - began).toBeGreaterThan(1500);
    const late = await here.open(link.href, PHONE);
    await tomato(late, "Long break time").waitFor();
    await late.getByText("people here").waitFor({ state: "attached" });
    expect(await late.locator("[data-celebration]").count()).toBe(0);
  });

  it("the overlay shows only the tomato, on a transparent background", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    const overlay = await here.open(`${watchLinkOf(link)}?view=overlay`);
    await tomato(overlay, "Press Me!").waitFor();
    const png = await overlay.screenshot({ omitBackground: true });
    const { width, height, data } = await decodePixels(here.browser, png, 160);
    const alpha = (x: number, y: number): number => data[(y * width + x) * 4 + 3] ?? -1;
    expect([alpha(2, 2), alpha(width - 3, height - 3)]).toEqual([0, 0]);
    expect(alpha(width / 2, height / 2)).toBe(255);
    expect(await overlay.locator("nav, header").count()).toBe(0);
  });
});

describe("text of twice the usual size", () => {
  it.each(["en-GB", "nl-NL", "de-DE"])(
    "every button text of twice the size is whole, on the screen and not covered by another in %s",
    async (locale) => {
      // The text size that a person sets in the browser's preferences.
      const browser = await launchBrowser({ args: ["--blink-settings=defaultFontSize=32"] });
      try {
        const { page, errors } = await openDevice(browser, { ...PHONE, locale });
        await page.goto(`${here.server.http}/r/large-letters`);
        await page.locator("button[data-known=true]").waitFor();
        await page.locator("nav button").first().waitFor();
        expect((await postAction(here.server, "large-letters", { action: "setup" })).status).toBe(200);
        expect((await postAction(here.server, "large-letters", { action: "press" })).status).toBe(200);
        await page.locator("button[data-state=work]").waitFor();
        await page.locator("main > div button:nth-of-type(5)").first().waitFor();
        expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe("32px");
        const boxes = await page.evaluate(() =>
          [...document.querySelectorAll<HTMLElement>("nav button, main > div > div button")].map((button) => {
            const words = document.createRange();
            words.selectNodeContents(button);
            const { left, right, top, bottom } = words.getBoundingClientRect();
            return { text: button.textContent, left, right, top: top + scrollY, bottom: bottom + scrollY };
          }),
        );
        expect(boxes.length).toBeGreaterThan(9);
        const wrong: string[] = [];
        for (const one of boxes) {
          if (one.left < 0 || one.right > 390) wrong.push(`${one.text} leaves the screen`);
          for (const other of boxes) {
            const apart =
              one.right <= other.left ||
              other.right <= one.left ||
              one.bottom <= other.top ||
              other.bottom <= one.top;
            if (one !== other && !apart) wrong.push(`${one.text} lies on ${other.text}`);
          }
        }
        expect(wrong).toEqual([]);
        expect(errors).toEqual([]);
      } finally {
        await browser.close();
      }
    },
  );
});

describe("a small laptop window that is zoomed", () => {
  it.each([
    ["300 %", 427, 240],
    ["400 %", 320, 180],
  ])(
    "at %s every button of an alarm can be reached by scrolling, and none lies on another",
    async (_, width, height) => {
      const page = await here.open(here.server.http, { viewport: { width, height }, locale: "de-DE" });
      const link = await controlLink(page);
      await act(here.server, link, { action: "setup", work_duration: 1, break_duration: 1 });
      await act(here.server, link, { action: "press" });
      await page.getByRole("button", { name: "An die Arbeit" }).waitFor(); // the alarm has lasted longer than the break
      const wrong = await page.evaluate(() => {
        const buttons = [...document.querySelectorAll("button")];
        return buttons.flatMap((button) => {
          button.scrollIntoView({ block: "center" });
          const { left, right, top, bottom } = button.getBoundingClientRect();
          const isOnScreen = left >= 0 && right <= innerWidth && top < innerHeight && bottom > 0;
          const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
          return isOnScreen && button.contains(hit) ? [] : [button.textContent || button.ariaLabel];
        });
      });
      expect(wrong).toEqual([]);
    },
  );
});

describe("the main screen for a screen reader", () => {
  it("a screen reader reads the heading, the people, the tomato, the controls and the navigation in this order", async () => {
    const page = await here.open(here.server.http, PHONE);
    const link = await controlLink(page);
    await tomato(page, "Press Me!").click();
    await page.getByRole("button", { name: "Skip" }).waitFor();
    await waitForPeople(page, 1);
    await act(here.server, link, { action: "hold", name: "Kim" });
    await page.getByText("Kim paused").waitFor();
    const tree = await page.locator("body").ariaSnapshot();
    const lines = tree.split("\n").map((line) => line.trim().replace(/^- /, ""));
    const order = [
      /^heading "Shared Pomodoro"/,
      /^button "History"/,
      /^button "People"/,
      /^text: 1 person here/,
      /^button "Work, Paused"/,
      /^button "Undo"/,
      /^paragraph: Kim paused/,
      /^button "Reset"/,
      /^button "\+1 min"/,
      /^button "Resume"/,
      /^button "\+5 min"/,
      /^button "Skip"/,
      /^navigation/,
      /^button "Setup"/,
      /^button "Tasks"/,
      /^button "Share"/,
      /^button "Join"/,
      /^button "Host"/,
      /^button "This device"/,
      /^status: Work, Paused/,
    ];
    expect(order.map((line) => lines.findIndex((one) => line.test(one)))).toEqual(
      order.map((line) => lines.findIndex((one) => line.test(one))).toSorted((a, b) => a - b),
    );
    expect(order.filter((line) => !lines.some((one) => line.test(one)))).toEqual([]);
    // The drawing is hidden from screen readers: its text is in the button's name.
    expect(tree).not.toMatch(/\d\d:\d\d(?! )/);
  });
});

describe("Share", () => {
  it("the QR code in Share decodes to exactly the chosen link", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await here.open(here.server.http, { ...PHONE, colorScheme });
      const link = await controlLink(page);
      await page.getByRole("button", { name: "Share", exact: true }).click();
      for (const [choice, expected] of [
        ["Control link", link.href],
        ["Watch link", watchLinkOf(link)],
      ] as const) {
        await page.getByRole("button", { name: choice }).click();
        const code = page.getByRole("img", { name: "QR code of this link" });
        const { data, width, height } = await decodePixels(here.browser, await code.screenshot(), 320);
        expect(jsQR(data, width, height)?.data).toBe(expected);
      }
    }
  });
});

describe("the message after Copy", () => {
  it("the message Copied disappears when the person chooses the other link", async () => {
    const page = await here.open(here.server.http, PHONE);
    await controlLink(page);
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await page.getByRole("button", { name: "Copy" }).click();
    const message = page.getByRole("dialog").getByText(/^Cop(ied|ying failed)/);
    await message.waitFor();
    await page.getByRole("button", { name: "Watch link" }).click();
    await message.waitFor({ state: "detached" });
  });
});

describe("an address that names no room", () => {
  it("an unknown path has status 404 and shows that the address names no room", async () => {
    const page = await here.browser.newPage(PHONE); // not here.open, because the console reports the 404 as an error
    expect((await page.goto(`${here.server.http}/nothing/here`))?.status()).toBe(404);
    await page.getByRole("dialog", { name: "Join" }).getByText("This address names no room").waitFor();
    await page.close();
  });

  it("an address with an invalid room id says so, and its Join sheet can be opened again after it was closed", async () => {
    const page = await here.open(`${here.server.http}/r/ab`, PHONE);
    const join = page.getByRole("dialog", { name: "Join" });
    await join.getByText("This address names no room").waitFor();
    await page.keyboard.press("Escape");
    await join.waitFor({ state: "detached" });
    await page.getByText("There is no room here yet").waitFor();
    await page.getByRole("button", { name: "Join" }).click();
    await join.waitFor();
  });
});

describe("a page without a connection", () => {
  it("a press without a connection shows that it was not sent, and the controls are dimmed", async () => {
    const page = await here.open(here.server.http, PHONE);
    const link = await controlLink(page);
    await tomato(page, "Press Me!").waitFor();
    await waitForPeople(page, 1);
    await act(here.server, link, { action: "press" });
    await page.getByRole("button", { name: "Pause" }).waitFor();
    await page.context().setOffline(true);
    await page.getByText("Reconnecting").waitFor();
    await tomato(page, "Work").click();
    await page.getByText("Not connected: your press was not sent").waitFor();
    const opacity = page.locator("[data-connected=false]").last();
    expect(Number(await opacity.evaluate((row) => getComputedStyle(row).opacity))).toBeLessThan(0.6);
  });
});

describe("a sheet", () => {
  it("what scrolls in a sheet is not seen above its head", async () => {
    const page = await here.open(here.server.http, SMALL_PHONE);
    await page.getByRole("button", { name: "This device", exact: true }).click();
    const sheet = page.getByRole("dialog", { name: "This device" });
    await sheet.getByText("Keep the screen on").waitFor();
    await scrollSheetToEnd(sheet);
    const gap = await sheet.evaluate((dialog) => {
      const [head] = dialog.querySelectorAll("h2");
      const top =
        (head?.parentElement?.getBoundingClientRect().top ?? NaN) - dialog.getBoundingClientRect().top;
      return Math.round(top);
    });
    expect(gap).toBe(0);
  });

  it("a sheet follows a finger that pulls it down, returns after a short pull, and closes after a long pull", async () => {
    const page = await here.open(here.server.http, PHONE);
    await controlLink(page);
    const open = page.getByRole("button", { name: "Setup", exact: true });
    await open.click();
    const sheet = page.getByRole("dialog", { name: "Setup" });
    await sheet.getByRole("button", { name: "Save" }).waitFor();
    const pull = (px: number, ms: number): Promise<void> =>
      sheet.locator("header").evaluate(
        (head, [px, ms]) => {
          const fire = (type: string, y: number): void => {
            const at = { pointerId: 1, pointerType: "touch", clientX: 100, clientY: y, bubbles: true };
            head.dispatchEvent(new PointerEvent(type, at));
          };
          head.setPointerCapture = () => {}; // there is no real finger to capture
          const y = head.getBoundingClientRect().top + 20;
          fire("pointerdown", y);
          return new Promise<void>((done) =>
            setTimeout(() => {
              fire("pointermove", y + px);
              const moved = head.closest("dialog")?.style.translate;
              if (moved !== `0px ${px}px`) throw new Error(`the sheet did not follow: ${moved}`);
              fire("pointerup", y + px);
              done();
            }, ms),
          );
        },
        [px, ms] as const,
      );
    await pull(40, 400);
    await expect.poll(() => sheet.evaluate((it) => it.style.translate)).toBe("");
    await pull(140, 100);
    await sheet.waitFor({ state: "detached" });
    expect(await open.evaluate((it) => it === document.activeElement)).toBe(true);
  });
});

/** The contrast ratio of every text on the tomato against the outline of its letters, which surrounds them. */
function readContrasts(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const linear = (part: number): number =>
      part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    const luminance = (colour: string): number => {
      const [r = 0, g = 0, b = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
      if (alpha !== 1) throw new Error(`this colour is transparent: ${colour}`);
      return 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
    };
    return [...document.querySelectorAll("[data-tomato] text")].map((text) => {
      const { fill, stroke, strokeWidth, paintOrder } = getComputedStyle(text);
      // Half of the outline lies outside the letters. Without a wide outline the contrast counts as 0.
      if (!paintOrder.startsWith("stroke") || Number.parseFloat(strokeWidth) < 5) return 0;
      const [light, dark] = [luminance(fill), luminance(stroke)].sort((a, b) => b - a) as [number, number];
      return (light + 0.05) / (dark + 0.05);
    });
  });
}
