/** "Make a board" in the Host sheet: the wiring, the steps, and the very files of the firmware folder. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PROGRAM } from "../firmware/uno";
import { DESKTOP, PHONE, SMALL_PHONE } from "../harness/browser";
import { openHostSheet } from "../harness/host-page";
import { waitForServiceWorker } from "../harness/installable";
import { root } from "../harness/paths";
import { setUpBrowser } from "../harness/browser-setup";

const here = setUpBrowser();
const KINDS = ["Arduino", "MicroPython", "CircuitPython"];
const FILES = {
  arduino: ["shared-pomodoro.uno.hex", "shared-pomodoro.zip"],
  micropython: ["main.py", "pomodoro_board.py", "pomodoro_light.py", "pomodoro_line.py"],
  circuitpython: ["boot.py", "code.py"],
};
const inProject = (path: string): Buffer => readFileSync(join(root, "firmware", path));

const block = (sheet: Locator): Locator => sheet.locator("details").filter({ hasText: "Make a board" });
async function openBlock(page: Page, kinds: readonly string[] = KINDS): Promise<Locator> {
  const sheet = await openHostSheet(page);
  await sheet.getByText("Make a board", { exact: true }).click();
  for (const kind of kinds) await sheet.getByText(kind, { exact: true }).first().click();
  return block(sheet).first();
}
/** The sheet has come up. */
const risen = (page: Page): Promise<unknown> =>
  page.locator("dialog").evaluate((sheet) => Promise.all(sheet.getAnimations().map((one) => one.finished)));
async function axe(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  const { violations, passes } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  );
  expect(passes.length).toBeGreaterThan(10);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join()}`);
}
/** The files in a zip, as another program than ours unpacks them. */
function unpacked(zip: Buffer): Map<string, Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "zip-"));
  try {
    writeFileSync(join(folder, "it.zip"), zip);
    execFileSync("python3", ["-m", "zipfile", "-e", "it.zip", "out"], { cwd: folder });
    const out = join(folder, "out");
    const entries = readdirSync(out, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    return new Map(
      entries.map(({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [path.slice(out.length + 1).replaceAll("\\", "/"), readFileSync(path)];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("who wants to make a board", () => {
  it("gets each file under its name, byte for byte as the project has it", async () => {
    const page = await here.open(here.server.http);
    const made = await openBlock(page);
    const got = new Map<string, Buffer>();
    for (const link of await made.locator("a[download]").all()) {
      const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
      const path = new URL(download.url()).pathname.slice("/firmware/".length);
      expect(download.suggestedFilename()).toBe(path.slice(path.indexOf("/") + 1));
      got.set(path, readFileSync(await download.path()));
    }
    const wanted = Object.entries(FILES).flatMap(([kind, names]) => names.map((name) => `${kind}/${name}`));
    expect([...got.keys()].toSorted()).toEqual(wanted.toSorted());
    for (const [path, bytes] of got) {
      if (!path.endsWith(".zip")) expect(bytes.equals(inProject(path)), path).toBe(true);
    }

    const sketch = unpacked(got.get("arduino/shared-pomodoro.zip") ?? Buffer.alloc(0));
    const sources = readdirSync(join(root, "firmware/arduino/shared-pomodoro"));
    expect([...sketch.keys()].toSorted()).toEqual(
      sources.map((name) => `shared-pomodoro/${name}`).toSorted(),
    );
    for (const [path, bytes] of sketch) expect(bytes.equals(inProject(`arduino/${path}`)), path).toBe(true);

    // What the emulated Uno of the firmware's tests runs.
    expect(got.get("arduino/shared-pomodoro.uno.hex")?.toString()).toBe(PROGRAM);
  });

  it("is told types, and that a file is to be kept, by the server itself", async () => {
    const headers = async (path: string): Promise<(string | null)[]> => {
      const answer = await fetch(`${here.server.http}/firmware/${path}`);
      return ["content-type", "content-disposition"].map((name) => answer.headers.get(name));
    };
    expect(await headers("arduino/shared-pomodoro.zip")).toEqual(["application/zip", "attachment"]);
    expect(await headers("arduino/shared-pomodoro.uno.hex")).toEqual([
      "text/plain; charset=utf-8",
      "attachment",
    ]);
    expect(await headers("micropython/main.py")).toEqual(["text/x-python; charset=utf-8", "attachment"]);
    expect(await headers("circuitpython/wiring.svg")).toEqual(["image/svg+xml", null]);
  });

  it("sees the wiring of each kind, three steps, and the four pins", async () => {
    const page = await here.open(here.server.http, PHONE);
    const made = await openBlock(page);
    for (const [i, kind] of KINDS.entries()) {
      const picture = made.getByRole("img", { name: `Wiring for ${kind}` });
      await picture.scrollIntoViewIfNeeded();
      await expect
        .poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalWidth))
        .toBeGreaterThan(0);
      const href = await made.locator("a:has(img)").nth(i).getAttribute("href");
      expect(href).toBe(`/firmware/${kind.toLowerCase()}/wiring.svg`);
      expect(await made.getByRole("table").nth(i).getByRole("columnheader").count()).toBe(5);
      expect(await made.locator("ol").nth(i).locator("li").count()).toBe(3);
    }
  });

  it("has fetched nothing of it before, and nothing of it is kept for a time without a network", async () => {
    const page = await here.open(here.server.http);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    const ofIt = /MakeBoard|firmware\//;
    await openHostSheet(page);
    await waitForServiceWorker(page);
    const kept = await page.evaluate(async () => {
      const all = await Promise.all(
        (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
      );
      return all.flat().map(({ url }) => url);
    });
    expect(kept.some((url) => url.includes("/assets/Host-"))).toBe(true);
    expect(kept.filter((url) => ofIt.test(url))).toEqual([]);
    expect(asked.filter((path) => ofIt.test(path))).toEqual([]);
    expect(readFileSync(join(root, "dist/app/sw.js"), "utf8")).not.toMatch(ofIt);
    await openBlock(page);
    expect(asked.filter((path) => ofIt.test(path))).not.toEqual([]);
  });

  it("reads that it could not be loaded, where it could not", async () => {
    const page = await here.open(here.server.http, { ...DESKTOP, serviceWorkers: "block" }, (page) =>
      page.route("**/MakeBoard-*.js", (route) => route.abort()),
    );
    const made = await openBlock(page, []);
    await made.getByText("This part of the app could not be loaded.").waitFor();
    await made.getByRole("button", { name: "Try again" }).waitFor();
  });

  it("finds nothing moved when it comes late", async () => {
    let come = (): void => {};
    const late = new Promise<void>((done) => (come = done));
    const page = await here.open(here.server.http, { ...PHONE, serviceWorkers: "block" }, (page) =>
      page.route("**/MakeBoard-*.js", async (route) => {
        await late;
        await route.continue();
      }),
    );
    const made = await openBlock(page, []);
    await risen(page);
    const places = (): Promise<number[]> =>
      made.evaluate((details) =>
        [details.closest("dialog"), details].map((one) => one?.getBoundingClientRect().top ?? Number.NaN),
      );
    const before = await places();
    come();
    await made.getByText("Arduino", { exact: true }).waitFor();
    expect(await places()).toEqual(before);
  });

  it.each(["light", "dark"] as const)(
    "meets no fault that axe can find, all of it open, and can hit every link, %s",
    async (colorScheme) => {
      const page = await here.open(here.server.http, {
        ...SMALL_PHONE,
        colorScheme,
        reducedMotion: "reduce",
      });
      const made = await openBlock(page);
      const sizes = await made.locator("summary, a").evaluateAll((all) =>
        all.map((one) => {
          const { width, height } = one.getBoundingClientRect();
          return Math.min(width, height);
        }),
      );
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(48);
      expect(await axe(page)).toEqual([]);
    },
  );

  it.each(["en", "nl", "de"])("reads it without scrolling sideways at 320 px, %s", async (locale) => {
    const page = await here.open(here.server.http, { ...SMALL_PHONE, locale });
    await page.locator("nav button").nth(3).click();
    const made = page.locator("dialog details").first();
    await made.locator("summary").click();
    const kinds = made.locator("details");
    await kinds.last().waitFor();
    for (const summary of await kinds.locator("summary").all()) await summary.click();
    const over = await made
      .locator("details, ul, ol, code, table")
      .evaluateAll((all) =>
        all.filter(
          (one) =>
            one.scrollWidth > one.clientWidth ||
            one.clientWidth > (one.parentElement?.clientWidth ?? Number.NaN),
        ),
      );
    expect(over.length).toBe(0);
    expect(await page.locator("dialog").evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
  });
});
