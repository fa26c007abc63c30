/** Chromium, by Playwright. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { BrowserContextOptions } from "playwright-core";
import { CHROMIUM_ARGS, launchBrowser, openDevice } from "../browser";
import type { Device } from "../browser";
import { chromiumPath } from "../chromium";
import type { ChromiumFeature } from "../chromium";
import { collectPageErrors } from "../page-errors";
import { temporaryFolder } from "../paths";
import { callExpression, USUAL_SIZE } from "./engine";
import type { RunningEngine, Tab, TabOptions } from "./engine";

/** A device whose settings forbid cookies, and with them all storage. */
async function openForbidding(profile: string, options: BrowserContextOptions): Promise<Device> {
  mkdirSync(join(profile, "Default"));
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(preferences));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath(["site settings"]),
    args: CHROMIUM_ARGS,
    locale: "en-GB",
    ...options,
  });
  const errors = await collectPageErrors(context);
  return { context, page: await context.newPage(), errors };
}

export async function startChromium(
  needs: readonly ChromiumFeature[] = ["pictures and figures"],
): Promise<RunningEngine> {
  const browser = await launchBrowser({
    needs,
    ignoreDefaultArgs: ["--hide-scrollbars"], // as a person sees it
  });
  return {
    name: "chromium",
    version: browser.version(),
    pageScript: "",
    open: async ({ width, height, language, dark, forbidsStorage }: TabOptions = {}) => {
      const settings: BrowserContextOptions = {
        viewport: { width: width ?? USUAL_SIZE.width, height: height ?? USUAL_SIZE.height },
        reducedMotion: "reduce",
        colorScheme: dark === true ? "dark" : "light",
        ...(language === undefined ? {} : { locale: language }),
      };
      const profile = forbidsStorage === true ? temporaryFolder() : null;
      const { context, page, errors } = await (profile === null
        ? openDevice(browser, settings)
        : openForbidding(profile, settings));
      const tab: Tab = {
        goto: async (url) => void (await page.goto(url)),
        reload: async () => void (await page.reload()),
        back: async () => void (await page.goBack()),
        forward: async () => void (await page.goForward()),
        evaluate: (inPage, argument) => page.evaluate(callExpression(inPage, argument)),
        runScript: async (source) => void (await page.evaluate(`${source};null`)),
        pointerDown: async (x, y) => {
          await page.mouse.move(x, y);
          await page.mouse.down();
        },
        pointerUp: () => page.mouse.up(),
        key: (key) => page.keyboard.press(key === " " ? "Space" : key),
        screenshot: () => page.screenshot(),
        errors: () => Promise.resolve(errors),
        close: async () => {
          await context.close();
          if (profile !== null)
            rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
        },
      };
      return tab;
    },
    close: () => browser.close(),
  };
}
