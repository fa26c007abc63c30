// The budgets that a running browser judges: axe on every sheet in both themes, and Lighthouse on a phone.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import lighthouse from "lighthouse";
import { freePort, run } from "./running.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SHEETS = ["Setup", "Share", "Join", "Host", "People", "History", "This device", "Keys"];
const STATES = ["idle", "work", "break-alarm", "short-break", "work-alarm", "long-break"];

const debugPort = await freePort();
const { browser, url, close } = await run([`--remote-debugging-port=${debugPort}`]);
let failed = false;
/** @param {string} what @param {boolean} ok @param {string} is */
function report(what, ok, is) {
  failed ||= !ok;
  console.log(`${ok ? "ok    " : "FAILED"} ${what}: ${is}`);
}

try {
  for (const colorScheme of /** @type {const} */ (["light", "dark"])) await axeOn(colorScheme);
  await lighthouseOn();
} finally {
  await close();
}
process.exit(failed ? 1 : 0);

/** @param {"light" | "dark"} colorScheme */
async function axeOn(colorScheme) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    colorScheme,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForURL(/#/);
  await page.waitForSelector("button[data-known=true]");
  await page.waitForSelector("nav button");
  await page.evaluate(axe);
  /** @type {string[]} */
  const found = [];
  /** @param {string} where */
  const look = async (where) => {
    const { violations, passes } = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run());
    if (passes.length === 0) throw new Error("axe checked nothing");
    for (const { id, nodes } of violations) {
      found.push(
        `${where}: ${id} at ${nodes.map((/** @type {any} */ node) => node.target.join(" ")).join(", ")}`,
      );
    }
  };
  await look("the tomato");
  for (const sheet of SHEETS) {
    const way = page.getByRole("button", { name: sheet, exact: true });
    if ((await way.count()) > 0) await way.click();
    else await page.keyboard.press("?");
    await page.getByRole("dialog", { name: sheet }).locator(":is(p, label, dl):visible").first().waitFor();
    await page.evaluate(() =>
      Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))),
    );
    await look(sheet);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  const link = new URL(page.url());
  /** @param {Record<string, unknown>} body */
  const act = (body) =>
    fetch(`${url}/parties/main/${link.pathname.slice(3)}`, {
      method: "POST",
      headers: { authorization: `Bearer ${link.hash.slice(1)}` },
      body: JSON.stringify(body),
    });
  await act({ action: "setup", number_cycles: 1 });
  const way = ["press", "skip", "press", "skip", "press", "skip", "press"];
  const states = [1, 2, 3, 4, 1, 2, 5];
  for (const [i, action] of way.entries()) {
    await act({ action });
    const state = STATES[states[i] ?? 0];
    await page.waitForSelector(`button[data-state=${state}]`);
    await look(String(state));
  }
  report(
    `axe, ${colorScheme}: violations`,
    found.length === 0,
    found.length === 0 ? "0" : `\n  ${found.join("\n  ")}`,
  );
  await context.close();
}

async function lighthouseOn() {
  const result = await lighthouse(`${url}/r/lighthouse-audit`, {
    port: debugPort,
    onlyCategories: ["accessibility", "best-practices", "performance"],
    logLevel: "error",
  });
  if (result === undefined) throw new Error("Lighthouse gave no result");
  const { categories, audits } = result.lhr;
  const score = (/** @type {string} */ id) => Math.round((categories[id]?.score ?? 0) * 100);
  const value = (/** @type {string} */ id) => audits[id]?.numericValue ?? Number.NaN;
  const failing = Object.values(audits).filter(({ score }) => score !== null && score < 0.9);
  const why = failing.map(({ id, displayValue = "" }) => `${id} ${displayValue}`.trim()).join("; ");
  report("Lighthouse accessibility", score("accessibility") === 100, String(score("accessibility")));
  report("Lighthouse best practices", score("best-practices") === 100, String(score("best-practices")));
  report(
    "Lighthouse performance (goal 100, gate 90)",
    score("performance") >= 90,
    String(score("performance")),
  );
  report(
    "Lighthouse layout shift",
    value("cumulative-layout-shift") === 0,
    String(value("cumulative-layout-shift")),
  );
  console.log(
    `       LCP ${Math.round(value("largest-contentful-paint"))} ms, TBT ${Math.round(value("total-blocking-time"))} ms` +
      (why === "" ? "" : `\n       below 90: ${why}`),
  );
}
