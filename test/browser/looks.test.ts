import jsQR from "jsqr";
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { STATE_NAMES } from "../../party/shared/pomodoro";
import { DESKTOP, openDevice, launchBrowser, PHONE, SMALL_PHONE, tomato } from "../harness/browser";
import { forEachSheet } from "../harness/app";
import { contrastOf } from "../harness/contrast";
import { greyLevels, decodePixels } from "../harness/pixels";
import { act, controlLink, setUpBrowser, watchLinkOf } from "../harness/browser-setup";
import { watchShifts } from "../harness/shifts";
import { readRoom } from "../harness/room-actions";
import { waitForPeople } from "../harness/room-page";
import { postAction } from "../harness/http";
import { closeSheet, scrollSheetToEnd } from "../harness/sheet";

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

/** Resolves when the page has drawn what it is now, and the observers of that have been told. */
const drawTwice = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));

describe.each([
  ["a phone", PHONE],
  ["a small phone", SMALL_PHONE],
  ["a phone on its side", LANDSCAPE],
  ["a laptop", DESKTOP],
  ["a low window on a laptop", { viewport: { width: 1366, height: 650 } }],
  ["a wall", { viewport: { width: 2560, height: 1440 } }],
])("the main screen on %s", (name, options) => {
  it(`the main screen on ${name} keeps everything in its place and needs no scrolling in every state`, async () => {
    const page = await here.open(here.server.http, { ...options, reducedMotion: "reduce" });
    const shifts = await watchShifts(page);
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

it("a sheet whose contents are read from storage does not grow after it was drawn, although storage is slow", async () => {
  const page = await here.open(`${here.url}/r/other-room`, { ...PHONE, reducedMotion: "reduce" });
  await tomato(page, "Press Me!").waitFor();
  await page.addInitScript(() => {
    const SLOW_MS = 200;
    const reads = Object.assign(window, { readsUnderWay: 0 });
    Object.defineProperty(IDBRequest.prototype, "onsuccess", {
      set(this: IDBRequest, handle: (event: Event) => void) {
        const { source } = this;
        const isRead = source instanceof IDBObjectStore && source.transaction.mode === "readonly";
        if (!isRead) {
          this.addEventListener("success", handle);
          return;
        }
        reads.readsUnderWay++;
        this.addEventListener("success", (event) => {
          setTimeout(() => {
            reads.readsUnderWay--;
            handle.call(this, event);
          }, SLOW_MS);
        });
      },
    });
  });
  await page.goto(`${here.url}/r/our-kitchen`);
  await tomato(page, "Press Me!").waitFor();
  const shifts = await watchShifts(page);
  await forEachSheet(page, async (sheet) => {
    await drawTwice(page); // the sheet grew when its code had come
    await shifts.evaluate((found) => found.splice(0));
    await page.waitForFunction(() => (window as unknown as { readsUnderWay: number }).readsUnderWay === 0);
    await drawTwice(page);
    expect(await shifts.jsonValue(), sheet).toEqual([]);
  });
});

/** Windows of usual laptops and tablets, and windows between them, in CSS pixels. */
const WINDOWS = [
  [1366, 657],
  [1280, 720],
  [1100, 700],
  [1024, 768],
  [1180, 820],
  [820, 1180],
  [768, 620],
  [800, 600],
  [760, 561],
  [600, 700],
  [540, 601],
  [412, 700],
  [360, 640],
] as const;
it("the whole main screen fits into every usual window, before and after the first press", async () => {
  const page = await here.open(here.server.http, { ...DESKTOP, reducedMotion: "reduce" });
  const tooHigh = async (): Promise<string[]> => {
    const found: string[] = [];
    for (const [width, height] of WINDOWS) {
      await page.setViewportSize({ width, height });
      const rest = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
      if (rest > 0) found.push(`${width} × ${height}: ${rest} px do not fit`);
    }
    return found;
  };
  await tomato(page, "Press Me!").waitFor();
  expect(await tooHigh()).toEqual([]);
  await tomato(page, "Press Me!").click();
  await page.getByRole("button", { name: "Invite someone" }).waitFor();
  expect(await tooHigh()).toEqual([]);
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
    await tomato(overlay, "Ready").waitFor();
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
        await page.locator("main > div > div button:nth-of-type(5)").first().waitFor();
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
      await page.getByRole("button", { name: "Arbeit beginnen" }).waitFor(); // the alarm has lasted longer than the break
      const wrong = await page.evaluate(() => {
        const buttons = [...document.querySelectorAll("button")].filter((button) =>
          button.checkVisibility({ visibilityProperty: true }),
        );
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
    await page.getByRole("button", { name: "Skip", exact: true }).waitFor();
    await waitForPeople(page, 1);
    await act(here.server, link, { action: "hold", name: "Kim" });
    await page.getByText("Kim paused").waitFor();
    await page.getByRole("button", { name: "Undo pause" }).waitFor();
    const tree = await page.locator("body").ariaSnapshot();
    const lines = tree.split("\n").map((line) => line.trim().replace(/^- /, ""));
    const order = [
      /^heading "Shared Pomodoro"/,
      /^button "History"/,
      /^button "People"/,
      /^text: 1 person here/,
      /^button "Work, Paused"/,
      /^button "Undo pause"/,
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
        ["For OBS", `${watchLinkOf(link)}?view=overlay`],
      ] as const) {
        await page.getByRole("button", { name: choice }).click();
        const code = page.getByRole("img", { name: "QR code of this link" });
        const { data, width, height } = await decodePixels(here.browser, await code.screenshot(), 320);
        expect(jsQR(data, width, height)?.data).toBe(expected);
      }
    }
  });
});

const bottomOf = (box: { readonly y: number; readonly height: number } | null): number =>
  (box?.y ?? NaN) + (box?.height ?? NaN);

describe("the sheet Share on a phone", () => {
  it.each([
    [320, 568],
    [390, 844],
  ])(
    "on %d × %d px the whole QR code and the button that copies are in sight without scrolling",
    async (width, height) => {
      const page = await here.open(here.server.http, { ...PHONE, viewport: { width, height } });
      const link = await controlLink(page);
      await act(here.server, link, { action: "title", title: "midnight strawberry fox" }); // two lines on 320 px
      await page.getByRole("button", { name: "Share", exact: true }).click();
      const code = page.getByRole("img", { name: "QR code of this link" });
      await code.waitFor();
      const copy = page.getByRole("button", { name: "Copy" });
      expect((await code.boundingBox())?.width).toBeGreaterThanOrEqual(160);
      // The sheet slides in.
      await expect.poll(async () => bottomOf(await copy.boundingBox())).toBeLessThanOrEqual(height);
      await expect
        .poll(async () => bottomOf(await code.boundingBox()) - ((await copy.boundingBox())?.y ?? NaN))
        .toBeLessThanOrEqual(0);
    },
  );

  it.each([
    ["en-GB", 390],
    ["nl-NL", 320],
    ["de-DE", 320],
  ])("the button that renames the room stands beside its name in %s on %d px", async (locale, width) => {
    const page = await here.open(here.server.http, {
      ...SMALL_PHONE,
      viewport: { width, height: 568 },
      locale,
    });
    await page.locator("nav button").nth(2).click();
    const rename = page.locator("dialog button[aria-expanded]").first();
    await rename.waitFor();
    const [name, button] = await Promise.all([
      page.locator("dialog strong").first().boundingBox(),
      rename.boundingBox(),
    ]);
    if (name === null || button === null) throw new Error("the name or the button is not visible");
    expect(name.x + name.width).toBeLessThanOrEqual(button.x);
    expect(name.y).toBeLessThan(button.y + button.height);
    expect(button.x + button.width).toBeLessThanOrEqual(width - 20);
  });
});

it("the name of an open room stands below its label in Share", async () => {
  const page = await here.open(`${here.server.http}/r/kitchen-of-all`, PHONE);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const [label, name] = await Promise.all(
    ["This room", "kitchen-of-all"].map((text) =>
      page.getByRole("dialog").getByText(text, { exact: true }).first().boundingBox(),
    ),
  );
  if (label === null || name === null) throw new Error("the label or the name is not visible");
  expect(name?.x).toBe(label?.x);
  expect(name?.y).toBeGreaterThan(label?.y ?? Infinity);
});

describe("the list of shortcuts", () => {
  it("each action of the list of shortcuts has one row, with all of its keys", async () => {
    const page = await here.open(here.server.http);
    await page.locator("nav button").first().waitFor();
    await page.keyboard.press("?");
    const keys = page.getByRole("dialog", { name: "Keys" });
    await keys.getByText("press the tomato").waitFor();
    const actions = await keys.locator("dd").allTextContents();
    expect(new Set(actions).size).toBe(actions.length);
    expect(await keys.locator("dt").first().locator("kbd").allTextContents()).toEqual(["Space", "Enter"]);
  });
});

describe("the sheet Share on a tablet", () => {
  it("nothing covers the QR code beside the link", async () => {
    const page = await here.open(here.server.http, { viewport: { width: 820, height: 1180 } });
    await controlLink(page);
    await page.getByRole("button", { name: "Share", exact: true }).click();
    const code = page.getByRole("img", { name: "QR code of this link" });
    await code.waitFor();
    const covered = await code.evaluate((image) => {
      const { left, right, top, bottom } = image.getBoundingClientRect();
      const points = (start: number, end: number): number[] =>
        Array.from({ length: 20 }, (_, i) => start + 1 + (i / 19) * (end - start - 2));
      return points(top + 16, bottom - 16) // its corners are round
        .flatMap((y) => points(left, right).map((x) => document.elementFromPoint(x, y)))
        .filter((element) => !image.contains(element)).length;
    });
    expect(covered).toBe(0);
  });
});

describe("a phone on its side", () => {
  it.each(["en-GB", "nl-NL", "de-DE"])(
    "the button of a link or of a room's name stands beside its field, in sight, in %s",
    async (locale) => {
      const page = await here.open(here.server.http, {
        ...PHONE,
        viewport: { width: 844, height: 390 },
        locale,
      });
      await controlLink(page);
      for (const place of [2, 3]) {
        await page.locator("nav button").nth(place).click(); // Share, then Join
        const field = page.locator("dialog label input").first();
        const button = page.locator("dialog label ~ button, dialog label ~ div button").first();
        await expect.poll(async () => bottomOf(await button.boundingBox())).toBeLessThanOrEqual(390);
        const [input, beside] = await Promise.all([field.boundingBox(), button.boundingBox()]);
        expect(beside?.y).toBeCloseTo(input?.y ?? NaN, 0);
        expect(beside?.x).toBeGreaterThanOrEqual((input?.x ?? NaN) + (input?.width ?? NaN));
        await closeSheet(page);
      }
    },
  );
});

describe("the message after Copy", () => {
  it("the message Copied disappears when the person chooses the other link", async () => {
    const page = await here.open(here.server.http, PHONE);
    await controlLink(page);
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await page.getByRole("button", { name: "Copy" }).click();
    const message = page.getByRole("status").filter({ hasText: /^Cop(ied|ying failed)/ });
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
    await page.getByText("There is no room here").waitFor();
    await page.getByRole("button", { name: "Join" }).click();
    await join.waitFor();
  });

  it("a bad address and a text that is no link are errors: an alert in the colour of errors with a sign, and a marked field", async () => {
    const page = await here.open(`${here.server.http}/r/ab`);
    const join = page.getByRole("dialog", { name: "Join" });
    const looks = (alert: Locator): Promise<string[]> =>
      alert.evaluate((one) => {
        const { color } = getComputedStyle(one);
        const { content, backgroundColor } = getComputedStyle(one, "::before");
        return [color, content.slice(0, 3), backgroundColor];
      });
    const field = join.getByRole("textbox");
    const border = (): Promise<string> => field.evaluate((one) => getComputedStyle(one).borderTopColor);
    const usual = await border();
    const bad = join.getByRole("alert").filter({ hasText: "This address names no room" });
    await bad.waitFor();
    const [colour = ""] = await looks(bad);
    expect(await looks(bad)).toEqual([colour, '"!"', colour]);
    await field.fill("https://news.example/article");
    await join.getByRole("button", { name: "Go to the room" }).click();
    const problem = join.getByRole("alert").filter({ hasText: "This is not a link to a room" });
    await problem.waitFor();
    expect(await looks(problem)).toEqual([colour, '"!"', colour]);
    expect(usual).not.toBe(colour);
    expect(await border()).toBe(colour);
    await field.fill("kitchen");
    await problem.waitFor({ state: "hidden" });
    expect(await border()).toBe(usual);
  });

  it("beside the sheet Join of a desktop only the button that opens it has its name", async () => {
    const page = await here.open(here.server.http);
    await page.getByRole("button", { name: "Join", exact: true }).click();
    await page
      .getByRole("dialog", { name: "Join" })
      .getByRole("button", { name: "Go to the room" })
      .waitFor();
    expect(await page.getByText("Join", { exact: true }).and(page.locator("dialog button")).count()).toBe(0);
  });
});

describe("a page without a connection", () => {
  it("a press without a connection shows that it was not sent, and the controls are dimmed", async () => {
    const page = await here.open(here.server.http, PHONE);
    const link = await controlLink(page);
    await tomato(page, "Press Me!").waitFor();
    await waitForPeople(page, 1);
    await act(here.server, link, { action: "press" });
    await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
    await page.context().setOffline(true);
    await page.getByText("Reconnecting").waitFor();
    await tomato(page, "Work").click();
    await page.getByText("Not connected: your press was not sent").waitFor();
    const opacity = page.locator("[data-connected=false]").last();
    expect(Number(await opacity.evaluate((row) => getComputedStyle(row).opacity))).toBeLessThan(0.6);
  });
});

describe("a sheet", () => {
  it.each(["light", "dark"] as const)(
    "the border of every field and button of the sheets has a contrast of at least 3 in the %s theme",
    async (colorScheme) => {
      const page = await here.open(here.server.http, { ...DESKTOP, colorScheme });
      await controlLink(page);
      let count = 0;
      const faint: string[] = [];
      await forEachSheet(page, async (name) => {
        const sheet = page.getByRole("dialog", { name, exact: true });
        const parts = sheet.getByRole("button", { name: /^(Rename|Tell another service)$/ });
        for (const part of await parts.all()) {
          const forms = await sheet.locator("form").count();
          await part.click();
          await sheet.locator("form").nth(forms).waitFor();
        }
        if (name === "Setup") await sheet.getByRole("button", { name: "Set the start" }).waitFor();
        for (const { what, border, grounds } of await readOutlines(sheet)) {
          count++;
          const contrast = Math.min(...grounds.map((ground) => contrastOf(border, ground)));
          if (contrast < 3) faint.push(`${name}: ${what} ${contrast.toFixed(2)}`);
        }
      });
      expect(faint).toEqual([]);
      expect(count).toBeGreaterThan(60);
    },
  );

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
    const sheet = page.getByRole("dialog", { name: "Setup", exact: true });
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
async function readContrasts(page: Page): Promise<number[]> {
  const texts = await page.locator("[data-tomato] text").evaluateAll((all) =>
    all.map((text) => {
      const { fill, stroke, strokeWidth, paintOrder } = getComputedStyle(text);
      // Half of the outline lies outside the letters.
      const isOutlined = paintOrder.startsWith("stroke") && Number.parseFloat(strokeWidth) >= 5;
      return { fill, stroke, isOutlined };
    }),
  );
  // Without a wide outline the contrast counts as 0.
  return texts.map(({ fill, stroke, isOutlined }) => (isOutlined ? contrastOf(fill, stroke) : 0));
}

interface Outline {
  /** The element, with its name or its text. */
  readonly what: string;
  readonly border: string;
  /** The colour around it, and that within a field. */
  readonly grounds: readonly string[];
}
/** The borders of the fields, the buttons and the groups of buttons of a sheet that can be used. */
const readOutlines = (sheet: Locator): Promise<Outline[]> =>
  sheet.locator("input, select, button, a[download], [role=group]").evaluateAll((all) =>
    all
      .filter((one) => !one.matches(":disabled") && one.checkVisibility())
      .filter((one) => Number.parseFloat(getComputedStyle(one).borderTopWidth) > 0)
      .filter(
        (one) => getComputedStyle(one).appearance === "none" || !one.matches("[type=range], [type=checkbox]"),
      )
      .map((one) => {
        const fill = (element: Element | null): string => {
          if (element === null) throw new Error("no ground");
          const { backgroundColor } = getComputedStyle(element);
          return backgroundColor.startsWith("rgb(") ? backgroundColor : fill(element.parentElement);
        };
        return {
          what: `${one.tagName.toLowerCase()} “${one.ariaLabel ?? one.textContent ?? ""}”`,
          border: getComputedStyle(one).borderTopColor,
          grounds: [
            fill(one.parentElement),
            ...(one.matches("select, input:not([type=checkbox])") ? [fill(one)] : []),
          ],
        };
      }),
  );
