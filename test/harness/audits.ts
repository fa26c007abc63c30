/** The budgets that a running browser judges: axe on every sheet and state in both themes, and Lighthouse on a phone. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import lighthouse from "lighthouse";
import type { Page } from "playwright-core";
import { STATE_NAMES } from "../../party/shared/pomodoro";
import type { State } from "../../party/shared/pomodoro";
import { forEachSheet, openPrivateRoom, postTo, startApp } from "./app";
import { openDevice } from "./browser";
import { freePort } from "./processes";

const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** Actions that lead through every state, in a room whose set has one cycle, and the state after each. */
const TOUR: readonly (readonly [action: string, state: State])[] = [
  ["press", 1],
  ["skip", 2],
  ["press", 3],
  ["skip", 4],
  ["press", 1],
  ["skip", 2],
  ["press", 5],
];

const debugPort = await freePort();
const { browser, url, close } = await startApp({ args: [`--remote-debugging-port=${debugPort}`] });
let failed = false;
try {
  for (const colorScheme of ["light", "dark"] as const) await auditWithAxe(colorScheme);
  await auditWithLighthouse();
} finally {
  await close();
}
process.exit(failed ? 1 : 0);

function report(what: string, passed: boolean, value: string): void {
  failed ||= !passed;
  console.log(`${passed ? "ok    " : "FAILED"} ${what}: ${value}`);
}

async function auditWithAxe(colorScheme: "light" | "dark"): Promise<void> {
  const { context, page } = await openDevice(browser, {
    viewport: { width: 390, height: 844 },
    colorScheme,
    reducedMotion: "reduce",
  });
  const link = await openPrivateRoom(page, url);
  await page.waitForSelector("nav button");
  await page.evaluate(AXE_SOURCE);
  const violations = await axeViolations(page, "the tomato");
  await forEachSheet(page, async (sheet) => {
    await page.evaluate(() =>
      Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
    );
    violations.push(...(await axeViolations(page, sheet)));
  });
  await postTo(link, { action: "setup", number_cycles: 1 });
  for (const [action, state] of TOUR) {
    await postTo(link, { action });
    const name = STATE_NAMES[state];
    await page.waitForSelector(`button[data-state=${name}]`);
    violations.push(...(await axeViolations(page, name)));
  }
  report(
    `axe, ${colorScheme}: violations`,
    violations.length === 0,
    violations.length === 0 ? "0" : `\n  ${violations.join("\n  ")}`,
  );
  await context.close();
}

/** One line for each rule that is violated in what the page shows now. */
async function axeViolations(page: Page, where: string): Promise<string[]> {
  const { violations, passes } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(),
  );
  if (passes.length === 0) throw new Error("axe checked nothing");
  return violations.map(
    ({ id, nodes }) => `${where}: ${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
}

async function auditWithLighthouse(): Promise<void> {
  const result = await lighthouse(`${url}/r/lighthouse-audit`, {
    port: debugPort,
    onlyCategories: ["accessibility", "best-practices", "performance"],
    logLevel: "error",
  });
  if (result === undefined) throw new Error("Lighthouse gave no result");
  const { categories, audits } = result.lhr;
  const score = (id: string): number => Math.round((categories[id]?.score ?? 0) * 100);
  const value = (id: string): number => audits[id]?.numericValue ?? Number.NaN;
  report("Lighthouse accessibility", score("accessibility") === 100, String(score("accessibility")));
  report("Lighthouse best practices", score("best-practices") === 100, String(score("best-practices")));
  report(
    "Lighthouse performance (goal 100, gate 90)",
    score("performance") >= 90,
    String(score("performance")),
  );
  const shift = value("cumulative-layout-shift");
  report("Lighthouse layout shift", shift === 0, String(shift));
  const below = Object.values(audits).filter(({ score }) => score !== null && score < 0.9);
  const reasons = below.map(({ id, displayValue = "" }) => `${id} ${displayValue}`.trim()).join("; ");
  console.log(
    `       LCP ${Math.round(value("largest-contentful-paint"))} ms, TBT ${Math.round(value("total-blocking-time"))} ms` +
      (reasons === "" ? "" : `\n       below 90: ${reasons}`),
  );
}
