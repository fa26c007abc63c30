/** The budgets that a running browser judges: axe on every sheet and state in both themes, and Lighthouse on a phone. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import lighthouse from "lighthouse";
import type { Result as LighthouseResult } from "lighthouse";
import { pageFunctions } from "lighthouse/core/lib/page-functions.js";
import type { Page } from "playwright-core";
import { STATE_NAMES } from "../../party/shared/pomodoro";
import type { State } from "../../party/shared/pomodoro";
import { forEachSheet, openPrivateRoom, postTo, startApp } from "./app";
import { openDevice } from "./browser";
import { freePort } from "./processes";

const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LIGHTHOUSE_RUNS = 9;
/** How fast the processor of the emulated phone is, as Lighthouse's `benchmarkIndex`: a good desktop's, four times slower. */
const PHONE_INDEX = 440;
/** A run counts where the machine was as fast as in the first one, up to this share: others that use it change its speed. */
const MAX_ERROR = 0.15;
/** After so many runs those that were nearest count. */
const MAX_RUNS = 13;
/** How often the speed of the machine is measured, each time in a new process. */
const SPEED_RUNS = 5;
const MIN_PERFORMANCE = 90;

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
// The process of the audited page runs before the audit, as on a phone, which copies one that has started. A new one
// takes most of its time for memory that it uses for the first time, on a machine where that is slow.
const args = [`--remote-debugging-port=${debugPort}`, "--process-per-site"];
const { browser, url, close } = await startApp({ args });
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

/** One run on an emulated phone, in a room that somebody uses. `slowdown`: of this machine's processor. */
async function runLighthouse(categories: readonly string[], slowdown = 4): Promise<LighthouseResult> {
  const result = await lighthouse(`${url}/r/lighthouse-audit`, {
    port: debugPort,
    onlyCategories: [...categories],
    logLevel: "error",
    throttling: { cpuSlowdownMultiplier: slowdown },
  });
  if (result === undefined) throw new Error("Lighthouse gave no result");
  return result.lhr;
}

/** The middle one of an odd number of values. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) / 2] ?? Number.NaN;
}

/** How fast this machine is, its memory included: the `benchmarkIndex` of new processes. */
async function measureMachine(): Promise<number> {
  const indexes: number[] = [];
  while (indexes.length < SPEED_RUNS) {
    const context = await browser.newContext();
    const page = await context.newPage();
    indexes.push(Number(await page.evaluate(`(${pageFunctions.computeBenchmarkIndex.toString()})()`)));
    await context.close();
  }
  return median(indexes);
}

/** Runs on a phone that is the same everywhere: a machine that is slower than a good desktop is slowed down less. */
async function runAsPhone(usualIndex: number): Promise<readonly LighthouseResult[]> {
  const machine = await measureMachine();
  const slowdown = Math.min(4, Math.max(1, machine / PHONE_INDEX));
  console.log(`       this machine's benchmarkIndex ${machine}, slowed down ${slowdown.toFixed(1)} times`);
  const all: { readonly run: LighthouseResult; readonly error: number }[] = [];
  const isNear = ({ error }: { readonly error: number }): boolean => error < MAX_ERROR;
  while (all.length < MAX_RUNS && all.filter(isNear).length < LIGHTHOUSE_RUNS) {
    const run = await runLighthouse(["performance"], slowdown);
    all.push({ run, error: Math.abs(run.environment.benchmarkIndex / usualIndex - 1) });
  }
  return all
    .toSorted((a, b) => a.error - b.error)
    .slice(0, LIGHTHOUSE_RUNS)
    .map(({ run }) => run);
}

async function auditWithLighthouse(): Promise<void> {
  const devTools = await browser.newBrowserCDPSession();
  await devTools.send("Target.createTarget", { url: `${url}/licenses.txt` }); // keeps the process of the app's pages
  const first = await runLighthouse(["accessibility", "best-practices", "performance"]);
  const runs = await runAsPhone(first.environment.benchmarkIndex);
  const score = ({ categories }: LighthouseResult, id: string): number =>
    Math.round((categories[id]?.score ?? 0) * 100);
  const middle = (id: string): number =>
    median(runs.map(({ audits }) => audits[id]?.numericValue ?? Number.NaN));
  for (const id of ["accessibility", "best-practices"])
    report(`Lighthouse ${id}`, score(first, id) === 100, String(score(first, id)));
  const performances = runs.map((run) => score(run, "performance"));
  const performance = median(performances);
  report(
    `Lighthouse performance, median of ${LIGHTHOUSE_RUNS} (goal 100, gate ${MIN_PERFORMANCE})`,
    performance >= MIN_PERFORMANCE,
    `${performance} (${performances.join(", ")})`,
  );
  const shift = middle("cumulative-layout-shift");
  report("Lighthouse layout shift", shift === 0, String(shift));
  const below = Object.values(first.audits).filter(({ score }) => score !== null && score < 0.9);
  const reasons = below.map(({ id, displayValue = "" }) => `${id} ${displayValue}`.trim()).join("; ");
  console.log(
    `       LCP ${Math.round(middle("largest-contentful-paint"))} ms (goal 1200), TBT ${Math.round(middle("total-blocking-time"))} ms` +
      (reasons === "" ? "" : `\n       below 90 in the first run: ${reasons}`),
  );
}
