/** `npm run build`: the app (dist/app) and the server (.selfhost/worker.js; cloudWorker.js for a deployment). */
import { existsSync, readdirSync, statSync } from "node:fs";
import { flushTree, replaceFile } from "./durableFiles";
import { readAssets, writePrevious } from "./previousAssets";
import { root } from "./root";

/** Written last, so that an interrupted build does not count as one. */
const stamp = `${root}.selfhost/built`;
const assets = `${root}dist/app/assets`;
/** Lists the files in `assets` that belong to the last build itself. */
const assetList = `${root}.selfhost/assets.json`;
const SOURCES = [
  "src",
  "party",
  "firmware",
  "package.json",
  "package-lock.json",
  "vite.config.ts",
  "tsconfig.json",
];

/** Builds everything. (run.mjs has already bundled the programs of this folder.) */
export async function build(): Promise<void> {
  // A test runner sets NODE_ENV to "test", for which libraries bring their development versions.
  process.env["NODE_ENV"] = "production";
  // Imported here, because a machine that only runs a finished build has neither.
  const { build: buildApp } = await import("vite");
  const { build: bundle } = await import("esbuild");
  const before = readAssets(assets, assetList);
  await buildApp({ root: `${root}src`, configFile: `${root}vite.config.ts`, logLevel: "warn" });
  await bundle({
    entryPoints: ["worker", "cloudWorker"].map((name) => `${root}party/platform/${name}.ts`),
    outdir: `${root}.selfhost`,
    bundle: true,
    format: "esm",
    target: "es2023",
    conditions: ["workerd", "worker"],
    logLevel: "warning",
  });
  writePrevious(assets, assetList, before);
  // A power cut that loses the build must lose the stamp, too: else nothing would be built again.
  for (const folder of [`${root}dist/app`, `${root}.selfhost`]) flushTree(folder);
  replaceFile(stamp, "", 0o666);
}

/** Builds when a source is newer than the last build. A machine without the tools keeps the build that it has. */
export async function buildIfNeeded(): Promise<void> {
  const isBuilt = existsSync(stamp) && existsSync(`${root}dist/app/index.html`);
  if (isBuilt && !existsSync(`${root}node_modules/vite`)) return;
  const builtAt = changedAt(stamp);
  if (SOURCES.some((source) => newestChange(root + source) > builtAt)) await build();
}

export const main = (): Promise<void> => build();

/** The time of a file's last change in ms, or -1 where there is no such file. */
const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1;

/** The time of the newest change to a file, or to any file below a folder, in ms. */
function newestChange(path: string): number {
  if (!statSync(path).isDirectory()) return changedAt(path);
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return Math.max(...entries.map((entry) => changedAt(`${entry.parentPath}/${entry.name}`)));
}
