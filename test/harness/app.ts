/** The running app for programs outside of the test runner: a server, a browser, and ways to use the page. */
import type { Browser, LaunchOptions, Page } from "playwright-core";
import { launchBrowser } from "./browser";
import { startServer } from "./server";

export interface RunningApp {
  readonly browser: Browser;
  /** http://localhost:PORT */
  readonly url: string;
  /** Ends the browser and the server. */
  close(): Promise<void>;
}

/** Starts the server, with these variables in its environment, and a browser with these options. */
export async function startApp(
  options?: LaunchOptions,
  env?: Readonly<Record<string, string>>,
): Promise<RunningApp> {
  const server = await startServer(env && { env });
  const browser = await launchBrowser({ ...options, needs: ["pictures and figures"] }).catch(
    async (error: unknown) => {
      await server.dispose();
      throw error;
    },
  );
  return {
    browser,
    url: `http://localhost:${server.port}`,
    async close() {
      await browser.close();
      await server.dispose();
    },
  };
}

/** The accessible names of all sheets. */
export const SHEETS = ["Setup", "Tasks", "Share", "Join", "Host", "People", "History", "This device", "Keys"];

/** Opens every sheet in turn, waits for its contents, calls `visit`, and closes it. */
export async function forEachSheet(page: Page, visit: (sheet: string) => Promise<void>): Promise<void> {
  for (const sheet of SHEETS) {
    const button = page.getByRole("button", { name: sheet, exact: true });
    if ((await button.count()) > 0) await button.click();
    else await page.keyboard.press("?"); // the sheet of keys has no button
    const contents = sheet === "Host" ? "summary" : ":is(p, label, dl)"; // Host says more when its code has come
    await page.getByRole("dialog", { name: sheet }).locator(`${contents}:visible`).first().waitFor();
    await visit(sheet);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
}

/** Opens a new private room and returns the link of its owner. */
export async function openPrivateRoom(page: Page, url: string): Promise<URL> {
  await page.goto(url);
  await page.waitForURL(/#/);
  await page.waitForSelector("button[data-known=true]");
  return new URL(page.url());
}

/** POSTs an action to the room of a link, with its key, and resolves with the rev that it made. */
export async function postTo(link: URL, action: Record<string, unknown>): Promise<number> {
  const response = await fetch(`${link.origin}/parties/main/${link.pathname.slice("/r/".length)}`, {
    method: "POST",
    ...(link.hash === "" ? {} : { headers: { authorization: `Bearer ${link.hash.slice(1)}` } }),
    body: JSON.stringify(action),
  });
  if (!response.ok) throw new Error(await response.text());
  const { rev } = (await response.json()) as { rev: number };
  return rev;
}
