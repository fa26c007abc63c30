// The budgets of the built app: what a phone loads before the tomato can be pressed, and what is kept offline.
import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildIfNeeded } from "../../party/ops/build.mjs";

const app = fileURLToPath(new URL("../../dist/app/", import.meta.url));
await buildIfNeeded();

/** @param {string} path */
const zipped = (path) => gzipSync(readFileSync(app + path), { level: 9 }).length;
const html = readFileSync(`${app}index.html`, "utf8");
const initial = new Set([...html.matchAll(/\/(assets\/[\w.-]+\.js)"/g)].map(([, path]) => path ?? ""));
if (initial.size === 0) throw new Error("no script found in index.html: this check looks in the wrong place");

/** Words in other languages are in the worker's list, but kept only where they are spoken. @param {string} url */
const isLanguage = (url) => /^assets\/(nl|de)\./.test(url);
/** The sum of the files that the service worker keeps for everyone: each address in its list, once. */
function precached() {
  const worker = readFileSync(`${app}sw.js`, "utf8");
  const urls = new Set(
    [...worker.matchAll(/["']?url["']?:\s*[`"']([^`"']+)[`"']/g)].map(([, url]) => url ?? ""),
  );
  if (!urls.has("index.html"))
    throw new Error("no precache list found in sw.js: this check looks in the wrong place");
  return [...urls].filter((url) => !isLanguage(url)).reduce((sum, url) => sum + statSync(app + url).size, 0);
}

const script = [...initial].reduce((sum, path) => sum + zipped(path), 0);
const rows = [
  ["JavaScript before the tomato is usable, gzip bytes", script, 25_000],
  ["whole precache, bytes", precached(), 250_000],
];
let failed = false;
for (const [what, is, atMost] of rows) {
  const within = Number(is) <= Number(atMost);
  failed ||= !within;
  console.log(`${within ? "ok    " : "FAILED"} ${what}: ${is} of ${atMost}`);
}
process.exit(failed ? 1 : 0);
