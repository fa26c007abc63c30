/**
 * `npm run shots`: pictures of every state and every sheet, as a person sees them, in one folder of PNGs (.shots/).
 * It moves the server's clock, which needs a C compiler (test/harness/wall-clock.ts).
 * With a word, only the pictures whose name contains it ("states": the six states in one picture; "engines": Chromium, Firefox and WebKit side by side). With `--publish`,
 * the pictures of the README and the manifest go to src/public/screenshots/.
 */
import { copyFileSync, mkdirSync } from "node:fs";
import { startApp } from "../app";
import type { RunningApp } from "../app";
import { root } from "../paths";
import { WallClock } from "../wall-clock";
import { deviceShots } from "./device";
import { engineShots } from "./engines";
import { statesShot } from "./states";

const folder = `${root}.shots/`;
const SIZES = {
  phone: { width: 390, height: 844 },
  small: { width: 320, height: 568 },
  desktop: { width: 1280, height: 800 },
  landscape: { width: 844, height: 390 },
  tablet: { width: 820, height: 1180 },
  wall: { width: 1920, height: 1080 },
} as const;
/** The pictures that are committed, and the names under which they are. */
const PUBLISHED = {
  "phone-light-1-work.png": "phone.png",
  "desktop-light-4-short-break.png": "desktop.png",
  "phone-dark-3-break-alarm.png": "phone-dark.png",
  "states.png": "states.png",
} as const;

const only = process.argv.slice(2).find((word) => !word.startsWith("--")) ?? "";
mkdirSync(folder, { recursive: true });
/** With a server of its own, because a device moves the server's clock. */
async function withApp(task: (app: RunningApp, clock: WallClock) => Promise<void>): Promise<void> {
  const clock = new WallClock();
  const app = await startApp({}, clock.env);
  try {
    await task(app, clock);
  } finally {
    await app.close();
    clock.dispose();
  }
}

if (only === "" || only === "states") await withApp((app) => statesShot(app, `${folder}states.png`));
if (only === "" || only === "engines") await withApp((app) => engineShots(app, folder));
for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["light", "dark"] as const) {
    const name = `${size}-${colorScheme}`;
    if (name.includes(only))
      await withApp((app, clock) => deviceShots(app, clock, `${folder}${name}`, viewport, colorScheme));
  }
}
if (process.argv.includes("--publish")) {
  const target = `${root}src/public/screenshots/`;
  mkdirSync(target, { recursive: true });
  for (const [from, to] of Object.entries(PUBLISHED)) copyFileSync(folder + from, target + to);
}
