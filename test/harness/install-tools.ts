/** `npm run test:tools`, and the first step of `npm test`: installs what the tests need on Debian and Ubuntu. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { missingTools, packagesOf } from "./tools";

const APT = "/usr/bin/apt-get";
const apt = (...args: string[]): boolean =>
  spawnSync(APT, ["-qq", ...args], {
    stdio: "inherit",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  }).status === 0;

/**
 * Installs the missing tools without the packages that they only recommend (printers, video codecs, network disks: more
 * than half of all), and says which, where this is Debian or Ubuntu and root. Returns why it could not, or null.
 * Elsewhere Chromium alone is downloaded, by Playwright.
 */
export function installTools(): string | null {
  const missing = missingTools();
  if (missing.length === 0) return null;
  const packages = packagesOf(missing);
  if (existsSync(APT) && process.getuid?.() === 0) {
    console.log(`The tests need ${missing.join(", ")}: installing ${packages.join(" ")}`);
    if (apt("update") && apt("install", "-y", "--no-install-recommends", ...packages)) return null;
    return `apt-get could not install ${packages.join(" ")}`;
  }
  if (missing.includes("Chromium")) {
    console.log("The tests need Chromium: Playwright downloads one");
    spawnSync("npx", ["playwright-core", "install", "chromium"], { stdio: "inherit", timeout: 300_000 });
  }
  const left = missingTools();
  if (left.length === 0) return null;
  return existsSync(APT)
    ? `only root can install ${packagesOf(left).join(" ")}`
    : `install these by hand: ${left.join(", ")}`;
}

if (process.argv[1]?.endsWith("install-tools.ts")) {
  const problem = installTools();
  console.log(problem ?? "All tools of the tests are there.");
  process.exitCode = problem === null ? 0 : 1;
}
