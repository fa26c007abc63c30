/** `npm run check`: types, lint, format, budgets and audits. All parts run, so that one failure does not hide another. */
import { spawnSync } from "node:child_process";
import { delimiter } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What is checked, and the command that checks it; its exit code says whether it passes. */
const PARTS: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ["types of the app and the tests", "tsc", "-p", "tsconfig.json"],
  ["types of the room", "tsc", "-p", "party/tsconfig.json"],
  ["types of the operator's programs", "tsc", "-p", "party/ops/tsconfig.json"],
  ["types of the service worker", "tsc", "-p", "src/worker/tsconfig.json"],
  ["lint", "oxlint", "--deny-warnings"],
  ["no unused code", "knip"],
  ["no code that only tests use", "knip", "--production", "--exclude", "types"],
  ["format", "prettier", "--check", "--log-level", "warn", "."],
  ["budgets of the build", "tsx", "test/harness/budgets.ts"],
  ["audits of the running app", "tsx", "test/harness/audits.ts"],
];

const path = [`${root}node_modules/.bin`, process.env["PATH"]].join(delimiter);
const results = PARTS.map(([name, command, ...args]) => {
  const env = { ...process.env, PATH: path };
  const { status } = spawnSync(command, args, { cwd: root, env, stdio: "inherit" });
  const passed = status === 0;
  console.log(`${passed ? "ok    " : "FAILED"} ${name}`);
  return passed;
});
process.exit(results.every(Boolean) ? 0 : 1);
