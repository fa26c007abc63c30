/**
 * The size budgets of the built app: the scripts that load before the tomato can be pressed, those of the whole first
 * screen, the files kept offline, and the script for pages that show a room.
 */
import { readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildIfNeeded } from "../../party/ops/build";
import { languageOfFile } from "../../src/i18n/languageFiles";

const MAX_SCRIPT_BYTES = 25_000;
const MAX_SCREEN_BYTES = 40_000;
const MAX_PRECACHE_BYTES = 250_000;
const MAX_EMBED_BYTES = 2048;
const app = fileURLToPath(new URL("../../dist/app/", import.meta.url));

await buildIfNeeded();
const rows = [
  check("JavaScript before the tomato is usable, gzip bytes", initialScriptBytes(), MAX_SCRIPT_BYTES),
  check("JavaScript until Setup can be opened, gzip bytes", screenScriptBytes(), MAX_SCREEN_BYTES),
  check("whole precache, bytes", precacheBytes(), MAX_PRECACHE_BYTES),
  check("embed.js, bytes", statSync(`${app}embed.js`).size, MAX_EMBED_BYTES),
];
process.exit(rows.every(Boolean) ? 0 : 1);

function check(what: string, bytes: number, maximum: number): boolean {
  const within = bytes <= maximum;
  console.log(`${within ? "ok    " : "FAILED"} ${what}: ${bytes} of ${maximum}`);
  return within;
}

/** Every script in /assets/ that index.html names. */
function initialScripts(): Set<string> {
  const html = readFileSync(`${app}index.html`, "utf8");
  const paths = [...html.matchAll(/"\/(assets\/[\w.-]+\.js)"/g)].map(([, path]) => path ?? "");
  if (paths.length === 0)
    throw new Error("no script found in index.html: this check looks in the wrong place");
  return new Set(paths);
}

function gzipBytes(paths: Iterable<string>): number {
  return [...paths].reduce((sum, path) => sum + gzipSync(readFileSync(app + path), { level: 9 }).length, 0);
}

function initialScriptBytes(): number {
  return gzipBytes(initialScripts());
}

/** With the screen around the tomato, the sheet Setup, and everything that these import statically. */
function screenScriptBytes(): number {
  const queue = [...initialScripts()];
  const found = new Set<string>();
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const code = readFileSync(app + path, "utf8");
    const imports = code.matchAll(
      /(?:\bfrom|\bimport)\s*["'`]\.\/([\w.-]+\.js)["'`]|import\(["'`]\.\/((?:screen|Setup)-[\w-]+\.js)["'`]\)/g,
    );
    queue.push(...[...imports].map(([, still, lazy]) => `assets/${still ?? lazy}`));
  }
  for (const name of ["tomato", "screen", "Setup"])
    if (![...found].some((path) => path.startsWith(`assets/${name}-`)))
      throw new Error(`the script ${name} is not found: this check looks in the wrong place`);
  return gzipBytes(found);
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
