/**
 * A Chromium that hides and throttles background tabs, as for a person. Playwright tells every tab that it is visible and
 * turns throttling off; so this browser is started without Playwright, which connects to it afterwards.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { BrowserContext } from "playwright-core";
import { CHROMIUM_ARGS } from "./browser";
import { chromiumPath } from "./chromium";
import { waitFor } from "./wait";

export interface ThrottlingBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** Launches it with a new profile, which `close` removes. `env`: what it has in its environment beside that of the test. */
export async function launchThrottlingBrowser({
  args = [],
  env = {},
}: { args?: readonly string[]; env?: Readonly<Record<string, string>> } = {}): Promise<ThrottlingBrowser> {
  const profile = mkdtempSync(join(tmpdir(), "shared-pomodoro-profile-"));
  const browserProcess = spawn(
    chromiumPath(["hidden tabs"]),
    [
      "--headless=new",
      ...CHROMIUM_ARGS,
      ...args,
      "--remote-debugging-port=0", // on loopback
      `--user-data-dir=${profile}`,
      "about:blank",
    ],
    { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, ...env } },
  );
  let output = "";
  browserProcess.stderr.on("data", (part: Buffer) => (output += part.toString()));
  const ended = new Promise((done) => browserProcess.once("close", done));
  const end = async (): Promise<void> => {
    browserProcess.kill("SIGKILL");
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
  };
  try {
    const address = /DevTools listening on (ws:\S+)/;
    await waitFor("a browser that can be connected to", () => address.test(output), 30_000);
    const browser = await chromium.connectOverCDP(address.exec(output)?.[1] ?? "", { noDefaults: true });
    const [context] = browser.contexts();
    if (context === undefined) throw new Error("the browser has no default context");
    return {
      context,
      async close() {
        await browser.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}
