// `npm start` and a Chromium for the tools that are plain scripts: shots and audits. Both end with `close`.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** @returns {Promise<number>} a loopback port that is free now */
export const freePort = () =>
  new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
      probe.close(() => done(port));
    });
  });

/** @param {string[]} [args] more switches for Chromium */
export async function run(args = []) {
  const data = mkdtempSync(`${tmpdir()}/pomodoro-`);
  const port = await freePort();
  const server = spawn(process.execPath, ["party/ops/start.mjs"], {
    cwd: root,
    env: { ...process.env, PORT: String(port), DATA_DIR: data },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise((ready, failed) => {
    server.stdout.on("data", (part) => String(part).includes("Shared Pomodoro on") && ready(undefined));
    server.once("exit", () => failed(new Error("the server did not start")));
  });
  const paths = [
    process.env["CHROMIUM_PATH"],
    "/usr/bin/chromium",
    "/usr/bin/google-chrome",
    chromium.executablePath(),
  ];
  const executablePath = paths.find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined) throw new Error("No Chromium found: set CHROMIUM_PATH");
  const browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...args,
    ],
  });
  return {
    browser,
    url: `http://localhost:${port}`,
    async close() {
      await browser.close();
      server.kill("SIGTERM");
      await new Promise((done) => server.once("exit", done));
      rmSync(data, { recursive: true, force: true });
    },
  };
}
