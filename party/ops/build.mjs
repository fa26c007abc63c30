// Builds the app (dist/app) and the server (.selfhost/worker.js). With --if-needed, only when a source is newer.
import { build as bundle } from "esbuild";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build as buildApp } from "vite";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** Written last, so that a build that was interrupted counts as none. */
const stamp = `${root}.selfhost/built`;
const sources = [
  "src",
  "party",
  "firmware",
  "package.json",
  "package-lock.json",
  "vite.config.ts",
  "tsconfig.json",
];

export async function build() {
  // Under a test runner NODE_ENV says "test", and libraries would bring their development halves along.
  process.env["NODE_ENV"] = "production";
  await buildApp({ root: `${root}src`, configFile: `${root}vite.config.ts`, logLevel: "warn" });
  await bundle({
    entryPoints: [`${root}party/platform/worker.ts`],
    outfile: `${root}.selfhost/worker.js`,
    bundle: true,
    format: "esm",
    target: "es2023",
    conditions: ["workerd", "worker"],
    logLevel: "warning",
  });
  writeFileSync(stamp, "");
}

export async function buildIfNeeded() {
  const built = timeOf(stamp);
  if (sources.some((source) => newest(root + source) > built)) await build();
}

/** @param {string} path @returns {number} ms, or -1 where there is no such file */
function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1;
}

/** @param {string} path @returns {number} the newest change in a file or a folder with all that is in it */
function newest(path) {
  if (!statSync(path).isDirectory()) return timeOf(path);
  const inside = readdirSync(path, { recursive: true, withFileTypes: true });
  return Math.max(...inside.map((entry) => timeOf(`${entry.parentPath}/${entry.name}`)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
