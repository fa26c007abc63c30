// npm run shots: every state and every sheet, as a person sees them, in one folder of PNGs (.shots/).
// With --publish, the three that stand in the README and the manifest go to src/public/screenshots/.
import { copyFileSync, mkdirSync } from "node:fs";
import { load } from "./load.mjs";
import { root, run } from "./running.mjs";

const { yearOfWork } = /** @type {typeof import("./history-year")} */ (
  await load(new URL("./history-year.ts", import.meta.url))
);

const out = `${root}.shots/`;
const only = process.argv.slice(2).find((word) => !word.startsWith("--")) ?? "";
const SIZES = /** @type {const} */ ({
  phone: { width: 390, height: 844 },
  small: { width: 320, height: 568 },
  desktop: { width: 1280, height: 800 },
  landscape: { width: 844, height: 390 },
});
const STATES = ["idle", "work", "break-alarm", "short-break", "work-alarm", "long-break"];
const SHEETS = ["Setup", "Share", "Join", "Host", "People", "History", "This device", "Keys"];

mkdirSync(out, { recursive: true });
const { browser, url, close } = await run();
try {
  if (only === "" || only === "states") await statesInOnePicture();
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      const name = `${size}-${colorScheme}`;
      if (name.includes(only)) await series(name, viewport, colorScheme);
    }
  }
} finally {
  await close();
}
if (process.argv.includes("--publish")) {
  const to = `${root}src/public/screenshots/`;
  mkdirSync(to, { recursive: true });
  copyFileSync(`${out}phone-light-1-work.png`, `${to}phone.png`);
  copyFileSync(`${out}desktop-light-4-short-break.png`, `${to}desktop.png`);
  copyFileSync(`${out}phone-dark-3-break-alarm.png`, `${to}phone-dark.png`);
  copyFileSync(`${out}states.png`, `${to}states.png`);
}

/** @param {string} name @param {{ width: number, height: number }} viewport @param {"light" | "dark"} colorScheme */
async function series(name, viewport, colorScheme) {
  const device = {
    viewport,
    colorScheme,
    hasTouch: viewport.width < 1000,
    deviceScaleFactor: viewport.width < 1000 ? 2 : 1,
    locale: "en-GB",
    reducedMotion: /** @type {const} */ ("reduce"),
  };
  await firstSight(name, device);
  const context = await browser.newContext(device);
  const page = await context.newPage();
  /** @param {string} state */
  const shot = async (state) => {
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `${out}${name}-${state}.png`, animations: "disabled" });
  };
  const tomato = page.locator("button[data-known=true]");
  await page.goto(url);
  await page.waitForURL(/#/);
  const link = new URL(page.url());
  const room = link.pathname.slice(3);
  /** @param {Record<string, unknown>} body */
  const act = async (body) => {
    const response = await fetch(`${url}/parties/main/${room}`, {
      method: "POST",
      headers: { authorization: `Bearer ${link.hash.slice(1)}` },
      body: JSON.stringify({ name: "Kim", ...body }),
    });
    const { rev } = /** @type {{ rev: number }} */ (await response.json());
    return rev;
  };
  /** @param {string} state */
  const shows = (state) => page.waitForSelector(`button[data-state=${state}]`);
  await tomato.waitFor();
  await page.waitForFunction(() => document.querySelector("header")?.textContent?.includes("1 person"));
  await shot("0-idle");
  await tomato.click();
  await page.waitForSelector("text=Pause");
  await page.waitForFunction(() => /2[34]:/.test(document.querySelector("[data-tomato]")?.textContent ?? ""));
  await shot("1-work");
  await act({ action: "hold" });
  await page.waitForSelector("button[data-held=true]");
  await shot("2-paused");
  await act({ action: "skip" });
  await shows("break-alarm");
  await shot("3-break-alarm");
  await tomato.click();
  await shows("short-break");
  await shot("4-short-break");
  await act({ action: "skip" });
  await shows("work-alarm");
  await shot("5-work-alarm");
  await act({ action: "setup", number_cycles: 1 });
  for (const action of ["press", "skip", "press", "skip", "press", "skip", "press"]) await act({ action });
  await shows("long-break");
  await shot("6-long-break");
  for (const sheet of SHEETS) {
    const way = page.getByRole("button", { name: sheet, exact: true });
    if ((await way.count()) > 0) await way.click();
    else await page.keyboard.press("?");
    await page.getByRole("dialog", { name: sheet }).locator(":is(p, label, dl):visible").first().waitFor();
    await shot(`sheet-${sheet.toLowerCase().replace(" ", "-")}`);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  await page.route("**/history", (route) => route.fulfill({ json: { records: yearOfWork(Date.now()) } }));
  await page.getByRole("button", { name: "History", exact: true }).click();
  const history = page.getByRole("dialog", { name: "History" });
  await history.getByRole("heading", { name: "Day by day" }).waitFor();
  await shot("sheet-history-year");
  await history.evaluate((sheet) => sheet.scrollTo(0, sheet.scrollHeight));
  await shot("sheet-history-year-end");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await others(name, context, page, act);
  await context.close();
}

/**
 * Before any script has come; where none ever will, with words that say so.
 * @param {string} name @param {import("playwright-core").BrowserContextOptions} device
 */
async function firstSight(name, device) {
  const context = await browser.newContext({ ...device, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(url);
  await page.screenshot({ path: `${out}${name}-without-scripts.png` });
  await context.close();
}

/**
 * What is no state and no sheet: a watcher, an open room, no network, an alarm that outlasted its break, the overlay, a
 * set that has just ended, a link that is none.
 * @param {string} name @param {import("playwright-core").BrowserContext} context
 * @param {import("playwright-core").Page} page @param {(body: Record<string, unknown>) => Promise<number>} act
 */
async function others(name, context, page, act) {
  /** @param {import("playwright-core").Page} of @param {string} what */
  const shot = async (of, what) => {
    await of.evaluate(() => document.fonts.ready);
    await of.screenshot({
      path: `${out}${name}-${what}.png`,
      animations: "disabled",
      omitBackground: what === "overlay",
    });
  };
  const address = new URL(page.url());
  const other = await context.newPage();
  /** @param {string} path */
  const go = async (path) => {
    await other.goto(url + path);
    await other.waitForSelector("button[data-known=true]");
    await other.waitForSelector("nav button, [data-view=overlay] button[data-known=true]");
  };
  await go("/r/kitchen-of-nobody");
  await shot(other, "open-room");
  await act({ action: "setup", work_duration: 1, break_duration: 1, number_cycles: 3 });
  await act({ action: "press" });
  await page.getByRole("button", { name: "Start work" }).waitFor();
  await shot(page, "alarm-outlasted");
  await act({ action: "setup", work_duration: 1500, break_duration: 300, number_cycles: 1 });
  await act({ action: "press" });
  await go(`${address.pathname}?view=overlay`);
  await shot(other, "overlay");
  await page.evaluate((long) => {
    const real = window.setTimeout;
    // A picture takes longer than the celebration lasts.
    Object.assign(window, {
      setTimeout: (/** @type {() => void} */ job, /** @type {number} */ ms) =>
        ms === long ? 0 : real(job, ms),
    });
  }, 2000);
  for (const action of ["skip", "press", "skip", "press", "skip", "press"]) await act({ action });
  await page.waitForSelector("[data-celebration]");
  await shot(page, "celebration");
  await other.goto(`${url}/r/Not_a_Room`);
  await other.getByRole("dialog").waitFor();
  await shot(other, "bad-link");
  await context.setOffline(true);
  await page.getByText("Reconnecting").waitFor();
  await shot(page, "offline");
  await context.setOffline(false);
}

/** The six states side by side, on the app's own ground, for the README. */
async function statesInOnePicture() {
  const context = await browser.newContext({
    viewport: { width: 300, height: 560 },
    deviceScaleFactor: 1,
    reducedMotion: "reduce",
    locale: "en-GB",
  });
  const page = await context.newPage();
  const room = `${url}/parties/main/six-states`;
  await page.goto(`${url}/r/six-states`);
  await page.waitForSelector("button[data-known=true]");
  const pictures = [];
  const ways = ["", "press", "skip", "press", "skip", "press skip press"];
  for (const way of ways) {
    if (way.includes(" "))
      await post({ action: "setup", number_cycles: 1 }, ["press", "skip", "press", "skip"]);
    for (const action of way.split(" ").filter(Boolean)) await post({ action }, []);
    const { state } = /** @type {{ state: number }} */ (await (await fetch(room)).json());
    await page.waitForSelector(`button[data-state=${STATES[state]}]`);
    if (STATES[state] === "long-break")
      await page.waitForSelector("[data-celebration]", { state: "detached" });
    await page.evaluate(() => document.fonts.ready);
    const box = await page.locator("[data-tomato]").boundingBox();
    if (box === null) throw new Error("no tomato");
    // What is offered beside it for a while is no part of the picture.
    for (const offer of await page.getByRole("button", { name: "Undo" }).all())
      await offer.evaluate((button) => (button.style.visibility = "hidden"));
    const clip = { x: 0, y: box.y - 12, width: 300, height: Math.round(box.height + 24) };
    pictures.push((await page.screenshot({ clip, animations: "disabled" })).toString("base64"));
  }
  const blank = await context.newPage();
  await blank.setViewportSize({ width: 1800, height: 310 });
  await blank.setContent(
    `<body style="margin:0;display:flex">${pictures.map((png) => `<img width="300" style="flex:none" src="data:image/png;base64,${png}">`).join("")}</body>`,
  );
  await blank.locator("body").screenshot({ path: `${out}states.png` });
  await context.close();

  /** @param {Record<string, unknown>} first @param {string[]} then */
  async function post(first, then) {
    for (const body of [first, ...then.map((action) => ({ action }))])
      await fetch(room, { method: "POST", body: JSON.stringify(body) });
  }
}
