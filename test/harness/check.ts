/**
 * `npm run check`: types, lint, format, budgets and audits. All parts run, so that one failure does not hide another. The
 * parts that only read run at the same time; the audits measure times, so they run after them. `npm run check -- code` runs
 * the first ones alone, and `npm run check -- app` the others.
 */
import { spawn } from "node:child_process";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

type Part = readonly [name: string, command: string, ...args: string[]];
/** What is checked, and the command that checks it; its exit code says whether it passes. */
const READING: readonly Part[] = [
  ["types of the app and the tests", "tsc", "-p", "tsconfig.json"],
  ["types of the room", "tsc", "-p", "party/tsconfig.json"],
  ["types of the operator's programs", "tsc", "-p", "party/ops/tsconfig.json"],
  ["types of the service worker", "tsc", "-p", "src/worker/tsconfig.json"],
  ["types of the browser extension", "tsc", "-p", "extension/tsconfig.json"],
  ["lint", "oxlint", "--deny-warnings"],
  ["no unused code", "knip"],
  ["no code that only tests use", "knip", "--production", "--exclude", "types"],
  ["format", "prettier", "--check", "--log-level", "warn", "."],
];
/** These build or run the app. */
const RUNNING: readonly Part[] = [
  ["budgets of the build", "tsx", "test/harness/budgets.ts"],
  ["audits of the running app", "tsx", "test/harness/audits.ts"],
];

const path = [`${root}node_modules/.bin`, process.env["PATH"]].join(delimiter);
const env = { ...process.env, PATH: path };

/** Runs a part, prints what it has printed when it has ended, and resolves to whether it passes. */
async function runPart([name, command, ...args]: Part): Promise<boolean> {
  const child = spawn(command, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => output.push(part));
  const passed = await new Promise<boolean>((done) => {
    child.once("error", (error) => {
      output.push(Buffer.from(`${error.message}\n`));
      done(false);
    });
    child.once("close", (code) => done(code === 0));
  });
  process.stdout.write(Buffer.concat(output));
  console.log(`${passed ? "ok    " : "FAILED"} ${name}`);
  return passed;
}

const [wanted, ...others] = process.argv.slice(2);
if (others.length > 0 || ![undefined, "code", "app"].includes(wanted)) {
  console.error("npm run check takes nothing, or one word: code, or app");
  process.exit(1);
}
const results = wanted === "app" ? [] : await Promise.all(READING.map(runPart));
if (wanted !== "code") for (const part of RUNNING) results.push(await runPart(part));
process.exit(results.every(Boolean) ? 0 : 1);
