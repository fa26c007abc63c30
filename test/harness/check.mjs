// npm run check: types, lint, format, budgets. Every part runs, so that one failure does not hide another.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const parts = [
  ["types of the app and the tests", "tsc", "-p", "tsconfig.json"],
  ["types of the room", "tsc", "-p", "party/tsconfig.json"],
  ["types of the service worker", "tsc", "-p", "src/worker/tsconfig.json"],
  ["lint", "oxlint", "--deny-warnings"],
  ["format", "prettier", "--check", "--log-level", "warn", "."],
  ["budgets of the build", process.execPath, "test/harness/budgets.mjs"],
  ["budgets of the running app", process.execPath, "test/harness/audits.mjs"],
];

let failed = 0;
for (const [name, command, ...args] of parts) {
  if (command === undefined) continue;
  const path = command.startsWith("/") ? command : `${root}node_modules/.bin/${command}`;
  const { status } = spawnSync(path, args, { cwd: root, stdio: "inherit" });
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name}`);
  if (status !== 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);
