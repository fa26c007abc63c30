/**
 * A whole Chromium with the extension, by Puppeteer, which can press its icon and end its background. No program can
 * answer the browser's question whether the extension may see a site, so here the manifest names a site that it may see.
 */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "puppeteer-core";
import type { Browser, Page, Target } from "puppeteer-core";
import { CHROMIUM_ARGS } from "./browser";
import { chromiumPath } from "./chromium";
import { temporaryFolder } from "./paths";
import { waitFor } from "./wait";

/** The host of the site that the extension may see. It is on this machine, as all names below it are. */
export const SITE_HOST = "site.test";

export class ExtensionBrowser {
  readonly #profile = temporaryFolder();
  readonly #extension = temporaryFolder();
  #browser: Browser | undefined;
  #id = "";

  /** `built`: the folder of the built extension. */
  constructor(built: string) {
    cpSync(built, this.#extension, { recursive: true });
    const path = join(this.#extension, "manifest.json");
    const manifest = JSON.parse(readFileSync(path, "utf8")) as object;
    const origins = [`*://${SITE_HOST}/*`, `*://*.${SITE_HOST}/*`];
    writeFileSync(path, JSON.stringify({ ...manifest, host_permissions: origins }));
  }

  /** Starts the browser, with the profile of the time before. */
  async start(): Promise<void> {
    this.#browser = await launch({
      browser: "chrome",
      executablePath: chromiumPath(["extensions"]),
      userDataDir: this.#profile,
      headless: true,
      pipe: true,
      enableExtensions: [this.#extension],
      args: [...CHROMIUM_ARGS, `--host-resolver-rules=MAP *.test 127.0.0.1`, "--lang=en-GB"],
    });
    const worker = await this.#browser.waitForTarget((target) => target.type() === "service_worker");
    this.#id = new URL(worker.url()).host;
  }
  async stop(): Promise<void> {
    await this.#browser?.close();
  }
  async dispose(): Promise<void> {
    await this.stop();
    for (const folder of [this.#profile, this.#extension]) rmSync(folder, { recursive: true, force: true });
  }
  get #running(): Browser {
    if (this.#browser === undefined) throw new Error("the browser was not started");
    return this.#browser;
  }

  newPage(): Promise<Page> {
    return this.#running.newPage();
  }
  /** Opens a page of the extension in a tab. */
  async openOwn(name: string): Promise<Page> {
    const page = await this.newPage();
    await page.goto(`chrome-extension://${this.#id}/${name}.html`);
    return page;
  }
  /** Presses the icon while this page is in front. Resolves to the window that opens. */
  async pressIcon(page: Page): Promise<Page> {
    await page.bringToFront();
    const extension = (await this.#running.extensions()).get(this.#id);
    if (extension === undefined) throw new Error("the extension is not loaded");
    await page.triggerExtensionAction(extension);
    const popup = await this.#running.waitForTarget((target) => target.url().endsWith("/popup.html"));
    return popup.asPage();
  }
  #background(): Promise<Target> {
    return this.#running.waitForTarget(
      (target) => target.type() === "service_worker" && target.url().includes(this.#id),
    );
  }
  /** Makes the last contact with the room earlier by so much, in ms, as if the time had passed. Ends the background. */
  async ageContact(ms: number): Promise<void> {
    const worker = await (await this.#background()).worker();
    await worker?.evaluate(`(async () => {
      const { known } = await chrome.storage.session.get("known");
      await chrome.storage.session.set({ known: { ...known, reachedAt: known.reachedAt - ${ms} } });
    })()`);
    await this.endBackground();
  }
  /** Ends the background, as the browser does when it likes. */
  async endBackground(): Promise<void> {
    const target = await this.#background();
    await (await target.worker())?.close();
    await waitFor("the background has ended", () => !this.#running.targets().includes(target));
  }
}
