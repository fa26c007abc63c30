/**
 * Where a Chromium is on this machine, and which one a test gets. The headless shell is Chromium without its windows: the
 * same engine, half the processor time of a whole Chromium. A test names what it needs of a whole one; the rest run in
 * the shell where there is one.
 */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

/** What only a whole Chromium has, and how the shell shows that it lacks it. */
export const WHOLE_ONLY = {
  notifications: "the shell denies the permission, even where Playwright grants it",
  installability: "the shell finds no fault with any page",
  "hidden tabs": "in the shell every tab is visible",
  extensions: "the shell loads none",
  "site settings": "the shell ignores those of a profile, such as forbidden cookies",
  "real devices": "the shell has no list to choose a device from",
  "pictures and figures": "they are of the browser that people have",
} as const;
export type ChromiumFeature = keyof typeof WHOLE_ONLY;

const WHOLE = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];
const SHELL = ["/usr/bin/chromium-headless-shell"];

const firstOf = (paths: readonly (string | undefined)[]): string | undefined =>
  paths.find((path) => path !== undefined && path !== "" && existsSync(path));

/** CHROMIUM_PATH, the first of the usual places, or Playwright's own; undefined where there is none. */
export const findChromium = (): string | undefined =>
  firstOf([process.env["CHROMIUM_PATH"], ...WHOLE, chromium.executablePath()]);

/** CHROMIUM_PATH, which every test gets where it is set, or a headless shell; undefined where there is none. */
export const findHeadlessShell = (): string | undefined => firstOf([process.env["CHROMIUM_PATH"], ...SHELL]);

/** The path of a Chromium that has these features; where there is none, the error says what to do. */
export function chromiumPath(needs: readonly ChromiumFeature[] = []): string {
  const path = needs.length === 0 ? (findHeadlessShell() ?? findChromium()) : findChromium();
  if (path === undefined) throw new Error("No Chromium: run npm run test:tools, or set CHROMIUM_PATH");
  return path;
}
