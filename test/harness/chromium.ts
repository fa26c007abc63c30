/** Where a Chromium is on this machine. */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PATHS = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** CHROMIUM_PATH, the first of the usual places, or Playwright's own; undefined where there is none. */
export const findChromium = (): string | undefined =>
  [process.env["CHROMIUM_PATH"], ...PATHS, chromium.executablePath()].find(
    (path) => path !== undefined && path !== "" && existsSync(path),
  );
