/** The size budgets of the built app: the scripts that load before the tomato can be pressed, and the files kept offline. */
import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildIfNeeded } from "../../party/ops/build";
import { languageOfFile } from "../../src/i18n/languageFiles";

const MAX_SCRIPT_BYTES = 25_000;
const MAX_PRECACHE_BYTES = 250_000;
const app = fileURLToPath(new URL("../../dist/app/", import.meta.url));

await buildIfNeeded();
const rows = [
  check("JavaScript before the tomato is usable, gzip bytes", initialScriptBytes(), MAX_SCRIPT_BYTES),
  check("whole precache, bytes", precacheBytes(), MAX_PRECACHE_BYTES),
];
process.exit(rows.every(Boolean) ? 0 : 1);

function check(what: string, bytes: number, maximum: number): boolean {
  const within = bytes <= maximum;
  console.log(`${within ? "ok    " : "FAILED"} ${what}: ${bytes} of ${maximum}`);
  return within;
}

/** The gzip size of every script that index.html names. */
function initialScriptBytes(): number {
  const html = readFileSync(`${app}index.html`, "utf8");
  const paths = new Set([...html.matchAll(/\/(assets\/[\w.-]+\.js)"/g)].map(([, path]) => path ?? ""));
  if (paths.size === 0) throw new Error("no script found in index.html: this check looks in the wrong place");
  const gzipBytes = (path: string): number => gzipSync(readFileSync(app + path), { level: 9 }).length;
  return [...paths].reduce((sum, path) => sum + gzipBytes(path), 0);
}

/** The size of the files that the service worker keeps for everyone; each address in its list counts once. */
function precacheBytes(): number {
  const worker = readFileSync(`${app}sw.js`, "utf8");
  const entries = worker.matchAll(/["']?url["']?:\s*[`"']([^`"']+)[`"']/g);
  const urls = new Set([...entries].map(([, url]) => url ?? ""));
  if (!urls.has("index.html")) {
    throw new Error("no precache list found in sw.js: this check looks in the wrong place");
  }
  return [...urls]
    .filter((url) => languageOfFile(url) === undefined) // kept only on devices that use the language
    .reduce((sum, url) => sum + statSync(app + url).size, 0);
}
