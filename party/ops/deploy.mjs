// npm run deploy [-- --domain HOST] [-- --preview NAME]: checks what needs setting, builds what is not built, and hands
// both to `partykit deploy`. Nothing leaves this machine before every check has passed.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { variables, whatIsMissing, wishIn } from "./deployChecks.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
const keys = process.env["VAPID_FILE"] ?? join(root, ".vapid.json");

try {
  const wish = wishIn(process.argv.slice(2));
  const missing = whatIsMissing(process.env, wish, keys);
  if (missing.length > 0) throw new Error(missing.join("\n"));
  await (await import("./build.mjs")).buildIfNeeded();
  process.exitCode = upload(wish);
} catch (error) {
  const lines = /** @type {Error} */ (error).message.split("\n");
  for (const line of lines) console.error(`Not deployed: ${line}`);
  process.exitCode = 1;
}

/**
 * From a folder of its own: the settings go along in a file that only this user reads, not on a command line that
 * everybody on the machine sees, and no .env that lies about is taken along.
 * @param {import("./deployChecks.mjs").Wish} wish
 */
function upload({ domain, preview }) {
  const folder = mkdtempSync(join(tmpdir(), "pomodoro-deploy-"));
  try {
    const config = JSON.parse(readFileSync(join(root, "partykit.json"), "utf8"));
    const here = { ...config, main: join(root, config.main), serve: join(root, config.serve) };
    const file = JSON.stringify({ ...here, vars: variables(process.env, keys) });
    writeFileSync(join(folder, "partykit.json"), file, { mode: 0o600 });
    const options = [
      ...(domain === null ? [] : ["--domain", domain]),
      ...(preview === null ? [] : ["--preview", preview]),
    ];
    const bin = join(root, "node_modules/partykit/dist/bin.mjs");
    const { status } = spawnSync(process.execPath, [bin, "deploy", "--with-vars", ...options], {
      cwd: folder,
      stdio: "inherit",
      env: { ...process.env, NO_UPDATE_NOTIFIER: "1" },
    });
    return status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
