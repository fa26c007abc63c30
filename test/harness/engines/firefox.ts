/** Firefox, by Puppeteer over WebDriver BiDi. */
import { launch } from "puppeteer-core";
import type { Browser, ConsoleMessage, KeyInput, Page } from "puppeteer-core";
import { requireProgram } from "./programs";
import { callExpression, isSpecialKey, USUAL_SIZE } from "./engine";
import type { RunningEngine, Tab, TabOptions } from "./engine";

/** Errors that Firefox prints when the network is lost, or when a page that is left closes its socket. */
const NETWORK_ERRORS = /can.t establish a connection|connection to ws.* was interrupted|NetworkError/;
/** `ui.primaryPointerCapabilities` 6: a mouse, which can hover and is fine. */
const PREFERENCES = {
  "ui.prefersReducedMotion": 1,
  "intl.accept_languages": "en-GB",
  "ui.primaryPointerCapabilities": 6,
  "ui.allPointerCapabilities": 6,
  "widget.gtk.overlay-scrollbars.enabled": false, // scroll bars take space, as on Windows
};

export async function startFirefox(): Promise<RunningEngine> {
  const executablePath = requireProgram("firefox");
  const start = (preferences: Record<string, unknown>) =>
    launch({
      browser: "firefox",
      executablePath,
      headless: true,
      extraPrefsFirefox: { ...PREFERENCES, ...preferences },
    });
  const browser = await start({});
  /** The browsers of tabs with preferences of their own, which a tab that is left open does not close. */
  const others = new Set<Browser>();
  return {
    name: "firefox",
    pageScript: "",
    version: (await browser.version()).replace(/^firefox\//i, ""),
    open: async ({
      width,
      height,
      language = "en-GB",
      dark = false,
      forbidsStorage = false,
    }: TabOptions = {}) => {
      // Language, colours and storage are preferences of the whole browser.
      const isUsual = language === "en-GB" && !dark && !forbidsStorage;
      const own = isUsual
        ? null
        : await start({
            "intl.accept_languages": language,
            "layout.css.prefers-color-scheme.content-override": dark ? 0 : 1,
            "network.cookie.cookieBehavior": forbidsStorage ? 2 : 0, // 2: no cookies and no storage of any kind
          });
      if (own !== null) others.add(own);
      const context = await (own ?? browser).createBrowserContext();
      const page = await context.newPage();
      const errors = collectErrors(page);
      await page.setViewport({ width: width ?? USUAL_SIZE.width, height: height ?? USUAL_SIZE.height });
      const tab: Tab = {
        goto: async (url) => void (await page.goto(url)),
        reload: async () => void (await page.reload()),
        back: async () => void (await page.goBack()),
        forward: async () => void (await page.goForward()),
        evaluate: <A, T>(inPage: (argument: A) => T | Promise<T>, argument: A) =>
          page.evaluate(callExpression(inPage, argument)) as Promise<T>,
        runScript: async (source) => void (await page.evaluate(`${source};null`)),
        pointerDown: async (x, y) => {
          await page.mouse.move(x, y);
          await page.mouse.down();
        },
        pointerUp: () => page.mouse.up(),
        key: (key) => pressKey(page, key),
        screenshot: async () => Buffer.from(await page.screenshot()),
        errors: () => Promise.resolve(errors),
        close: async () => {
          await context.close();
          if (own === null) return;
          others.delete(own);
          await own.close();
        },
      };
      return tab;
    },
    close: async () => void (await Promise.all([browser, ...others].map((one) => one.close()))),
  };
}

async function pressKey({ keyboard }: Page, key: string): Promise<void> {
  if (key === "Shift+Tab") {
    await keyboard.down("Shift");
    await keyboard.press("Tab");
    await keyboard.up("Shift");
  } else if (isSpecialKey(key)) await keyboard.press(key as KeyInput);
  else await keyboard.type(key);
}

function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on("pageerror", (error) => {
    if (!NETWORK_ERRORS.test(String(error))) errors.push(`error: ${String(error)}`);
  });
  page.on("console", (message: ConsoleMessage) => {
    const text = message.text();
    const isError = message.type() === "error" || /Content-Security-Policy/.test(text);
    if (isError && !NETWORK_ERRORS.test(text)) errors.push(`console: ${text}`);
  });
  return errors;
}
