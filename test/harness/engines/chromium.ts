/** Chromium, by Playwright. */
import { launchBrowser, openDevice } from "../browser";
import { callExpression, USUAL_SIZE } from "./engine";
import type { RunningEngine, Tab, TabOptions } from "./engine";

export async function startChromium(): Promise<RunningEngine> {
  const browser = await launchBrowser({ needs: ["pictures and figures"] });
  return {
    name: "chromium",
    version: browser.version(),
    pageScript: "",
    open: async ({ width, height, language, dark }: TabOptions = {}) => {
      const { context, page, errors } = await openDevice(browser, {
        viewport: { width: width ?? USUAL_SIZE.width, height: height ?? USUAL_SIZE.height },
        reducedMotion: "reduce",
        colorScheme: dark === true ? "dark" : "light",
        ...(language === undefined ? {} : { locale: language }),
      });
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
        close: () => context.close(),
      };
      return tab;
    },
    close: () => browser.close(),
  };
}
