/** "Make a board" in the Host sheet: the wiring, the steps, and the files of the firmware folder. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PROGRAM } from "../firmware/uno";
import { DESKTOP, PHONE, SMALL_PHONE } from "../harness/browser";
import { openHostSheet } from "../harness/host-page";
import { waitForServiceWorker } from "../harness/installable";
import { root } from "../harness/paths";
import { testWith } from "../harness/with-tools";
import { setUpBrowser } from "../harness/browser-setup";
import { findAxeViolations } from "../harness/axe";
import { sidewaysOverflow } from "../harness/sheet";
import { readCachedUrls } from "../harness/service-worker";

const here = setUpBrowser();
const KINDS = ["Arduino", "MicroPython", "micro:bit", "CircuitPython"];
/** The kinds that need wires. */
const WIRED = KINDS.filter((kind) => kind !== "micro:bit");
const FILES = {
  arduino: ["shared-pomodoro.leonardo.hex", "shared-pomodoro.uno.hex", "shared-pomodoro.zip"],
  micropython: ["shared-pomodoro-micropython.zip"],
  microbit: ["main.py", "pomodoro_line.py"],
  circuitpython: ["boot.py", "code.py"],
};
const readFirmware = (path: string): Buffer => readFileSync(join(root, "firmware", path));

const blockIn = (sheet: Locator): Locator => sheet.locator("details").filter({ hasText: "Make a board" });
async function openBlock(page: Page, kinds: readonly string[] = KINDS): Promise<Locator> {
  const sheet = await openHostSheet(page);
  await sheet.getByText("Make a board", { exact: true }).click();
  for (const kind of kinds) await sheet.getByText(kind, { exact: true }).first().click();
  return blockIn(sheet).first();
}
/** Resolves when the animation of the opening sheet has finished. */
const waitUntilOpened = (page: Page): Promise<unknown> =>
  page.locator("dialog").evaluate((sheet) => Promise.all(sheet.getAnimations().map((one) => one.finished)));
/** The files in a zip, unpacked by Python, so that another program than the app's own reads it. */
function unzip(zip: Buffer): Map<string, Buffer> {
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

describe("Make a board", () => {
  testWith("Python")(
    "each firmware download has its file name and equals the file in the project, byte for byte",
    async () => {
      const page = await here.open(here.server.http);
      const block = await openBlock(page);
      const got = new Map<string, Buffer>();
      for (const link of await block.locator("a[download]").all()) {
        const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
        const path = new URL(download.url()).pathname.slice("/firmware/".length);
        expect(download.suggestedFilename()).toBe(path.slice(path.indexOf("/") + 1));
        got.set(path, readFileSync(await download.path()));
      }
      const wanted = Object.entries(FILES).flatMap(([kind, names]) => names.map((name) => `${kind}/${name}`));
      expect([...got.keys()].toSorted()).toEqual(wanted.toSorted());
      for (const [path, bytes] of got) {
        if (!path.endsWith(".zip")) expect(bytes.equals(readFirmware(path)), path).toBe(true);
      }

      const sketch = unzip(got.get("arduino/shared-pomodoro.zip") ?? Buffer.alloc(0));
      const sources = readdirSync(join(root, "firmware/arduino/shared-pomodoro"));
      expect([...sketch.keys()].toSorted()).toEqual(
        sources.map((name) => `shared-pomodoro/${name}`).toSorted(),
      );
      for (const [path, bytes] of sketch)
        expect(bytes.equals(readFirmware(`arduino/${path}`)), path).toBe(true);

      const python = unzip(got.get("micropython/shared-pomodoro-micropython.zip") ?? Buffer.alloc(0));
      expect([...python.keys()].toSorted()).toEqual([
        "main.py",
        "pomodoro_board.py",
        "pomodoro_light.py",
        "pomodoro_line.py",
      ]);
      for (const [path, bytes] of python)
        expect(bytes.equals(readFirmware(`micropython/${path}`)), path).toBe(true);

      // The emulated Uno in the firmware tests runs the same program.
      expect(got.get("arduino/shared-pomodoro.uno.hex")?.toString()).toBe(PROGRAM);
    },
  );

  it("the server sends firmware files with their types and as attachments, and the wiring as an image", async () => {
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

  it("each kind of board that needs wires has a wiring picture, a table of pins and three steps", async () => {
    const page = await here.open(here.server.http, PHONE);
    const whole = await openBlock(page);
    for (const kind of WIRED) {
      const block = whole
        .locator("details")
        .filter({ has: page.locator("summary").getByText(kind, { exact: true }) });
      const picture = block.getByRole("img", { name: `Wiring for ${kind}` });
      await picture.scrollIntoViewIfNeeded();
      await expect
        .poll(() => picture.evaluate((one: HTMLImageElement) => one.naturalWidth))
        .toBeGreaterThan(0);
      const href = await block.locator("a:has(img)").getAttribute("href");
      expect(href).toBe(`/firmware/${kind.toLowerCase()}/wiring.svg`);
      expect(await block.getByRole("table").getByRole("columnheader").count()).toBe(5);
      expect(await block.locator("> div > ol > li").count()).toBe(3);
    }
  });

  it("the guide and the firmware are fetched only when the guide opens, and are not cached for offline use", async () => {
    const page = await here.open(here.server.http, { ...DESKTOP, serviceWorkers: "allow" });
    const requested: string[] = [];
    page.on("request", (request) => requested.push(new URL(request.url()).pathname));
    const ofGuide = /MakeBoard|firmware\//;
    await openHostSheet(page);
    await waitForServiceWorker(page);
    const cached = await readCachedUrls(page);
    expect(cached.some((url) => url.includes("/assets/Host-"))).toBe(true);
    expect(cached.filter((url) => ofGuide.test(url))).toEqual([]);
    expect(requested.filter((path) => ofGuide.test(path))).toEqual([]);
    expect(readFileSync(join(root, "dist/app/sw.js"), "utf8")).not.toMatch(ofGuide);
    await openBlock(page);
    expect(requested.filter((path) => ofGuide.test(path))).not.toEqual([]);
  });

  it("a guide that cannot be loaded says so and offers to try again", async () => {
    const page = await here.open(here.server.http, { ...DESKTOP, serviceWorkers: "block" }, (page) =>
      page.route("**/MakeBoard-*.js", (route) => route.abort()),
    );
    const block = await openBlock(page, []);
    await block.getByText("This part of the app could not be loaded.").waitFor();
    await block.getByRole("button", { name: "Try again" }).waitFor();
  });

  it("a guide that loads late moves nothing when it appears", async () => {
    let deliver = (): void => {};
    const delivered = new Promise<void>((done) => (deliver = done));
    const page = await here.open(here.server.http, { ...PHONE, serviceWorkers: "block" }, (page) =>
      page.route("**/MakeBoard-*.js", async (route) => {
        await delivered;
        await route.continue();
      }),
    );
    const block = await openBlock(page, []);
    await waitUntilOpened(page);
    const places = (): Promise<number[]> =>
      block.evaluate((details) =>
        [details.closest("dialog"), details].map((one) => one?.getBoundingClientRect().top ?? Number.NaN),
      );
    const before = await places();
    deliver();
    await block.getByText("Arduino", { exact: true }).waitFor();
    expect(await places()).toEqual(before);
  });

  it.each(["light", "dark"] as const)(
    "axe finds no violation in the open guide, and every link is at least 48 px in the %s theme",
    async (colorScheme) => {
      const page = await here.open(here.server.http, {
        ...SMALL_PHONE,
        colorScheme,
        reducedMotion: "reduce",
      });
      const block = await openBlock(page);
      const sizes = await block.locator("summary, a").evaluateAll((all) =>
        all.map((one) => {
          const { width, height } = one.getBoundingClientRect();
          return Math.min(width, height);
        }),
      );
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(48);
      expect(await findAxeViolations(page)).toEqual([]);
    },
  );

  it.each(["en", "nl", "de"])(
    "the open guide needs no horizontal scrolling at 320 px in %s",
    async (locale) => {
      const page = await here.open(here.server.http, { ...SMALL_PHONE, locale });
      await page.locator("nav button").nth(4).click();
      const block = page.locator("dialog details").first();
      await block.locator("summary").click();
      const kinds = block.locator("details");
      await kinds.last().waitFor();
      for (const summary of await kinds.locator("summary").all()) await summary.click();
      const overflowing = await block
        .locator("details, ul, ol, code, table")
        .evaluateAll((all) =>
          all.filter(
            (one) =>
              one.scrollWidth > one.clientWidth ||
              one.clientWidth > (one.parentElement?.clientWidth ?? Number.NaN),
          ),
        );
      expect(overflowing.length).toBe(0);
      expect(await sidewaysOverflow(page.locator("dialog"))).toBe(0);
    },
  );
});
