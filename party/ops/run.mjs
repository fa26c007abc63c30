// Runs a program of this folder: `node party/ops/run.mjs NAME [ARGUMENT...]` calls `main(arguments)` of NAME.ts.
// The programs are TypeScript, which Node 20 cannot run. Where esbuild is installed, all of them are bundled into
// .selfhost/ops/ when a file of party/ is newer than a bundle. Elsewhere (the last stage of the Dockerfile, or after
// `npm ci --omit=dev`) the bundles that `npm run build` has left there run as they are.
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const [name = "", ...args] = process.argv.slice(2);
const PROGRAMS = ["start", "build", "backup", "dev", "deploy", "healthcheck", "makeVapidKeys"];
const here = fileURLToPath(new URL("./", import.meta.url));
const party = fileURLToPath(new URL("../", import.meta.url));
const bundles = fileURLToPath(new URL("../../.selfhost/ops/", import.meta.url));

/** @param {string} path @returns {number} the time of the last change in ms, or 0 where there is no such file */
const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** @returns {boolean} whether a bundle is missing or older than a file of party/ */
function isStale() {
  const oldestBundle = Math.min(...PROGRAMS.map((name) => changedAt(`${bundles}${name}.js`)));
  const newestSource = Math.max(
    ...readdirSync(party, { recursive: true }).map((path) => changedAt(`${party}${path}`)),
  );
  return oldestBundle < newestSource;
}

async function bundleAll() {
  const esbuild = await import("esbuild").catch(() => null);
  if (esbuild === null) {
    if (existsSync(`${bundles}${name}.js`)) return;
    throw new Error("esbuild is not installed, and there is no finished build (npm run build)");
  }
  const { outputFiles } = esbuild.buildSync({
    entryPoints: PROGRAMS.map((name) => `${here}${name}.ts`),
    outdir: bundles,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "warning",
    write: false,
  });
  mkdirSync(bundles, { recursive: true });
  for (const { path, contents } of outputFiles) {
    // Renamed into place, because another process may be reading the old bundle or writing the same one.
    const part = `${bundles}${basename(path)}.${process.pid}`;
    // Written to the disk first: after a power cut, an empty bundle that is newer than its source would stay for ever.
    const file = openSync(part, "w");
    writeFileSync(file, contents);
    fsyncSync(file);
    closeSync(file);
    renameSync(part, path);
  }
}

if (!PROGRAMS.includes(name)) {
  console.error(`usage: node party/ops/run.mjs ${PROGRAMS.join("|")} [ARGUMENT...]`);
  process.exit(1);
}
try {
  if (isStale()) await bundleAll();
} catch (error) {
  console.error(
    `The programs in party/ops cannot be bundled: ${error instanceof Error ? error.message : error}`,
  );
  process.exit(1);
}
const program = await import(pathToFileURL(`${bundles}${name}.js`).href);
await program.main(args);
