/**
 * `npm run deploy -- --workers [--domain HOST] [--dry-run]`: uploads the rooms and the app to a Cloudflare account with
 * wrangler, which brings the login of its own (`npx wrangler login`, or CLOUDFLARE_API_TOKEN).
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./root";
import { workersConfig } from "./workersConfig";

/** The oldest version of Node with which wrangler runs. */
const MIN_NODE = 22;

/** Why wrangler cannot run here; null if it can. */
export const findNodeProblem = (version: string = process.versions.node): string | null =>
  Number.parseInt(version, 10) >= MIN_NODE
    ? null
    : `wrangler needs Node ${MIN_NODE} or newer, and this is ${version}`;

export interface WorkersOptions {
  readonly domain: string | null;
  /** Whether everything happens except the upload. */
  readonly isDryRun: boolean;
}

/**
 * Runs `wrangler deploy` and returns its exit code. It runs in a folder of its own, so that it reads no .env file, with
 * the settings in a file that only this user can read. They are secrets of the Worker: no page of the platform shows them.
 */
export function uploadWorker(
  { domain, isDryRun }: WorkersOptions,
  settings: Readonly<Record<string, string>>,
): number {
  const folder = mkdtempSync(join(tmpdir(), "pomodoro-deploy-"));
  try {
    const [config, secrets] = [join(folder, "wrangler.json"), join(folder, "secrets.json")];
    writeFileSync(config, JSON.stringify(workersConfig(domain)), { mode: 0o600 });
    writeFileSync(secrets, JSON.stringify(settings), { mode: 0o600 });
    const bin = join(root, "node_modules/wrangler/bin/wrangler.js");
    const options = ["--no-bundle", "--config", config, "--secrets-file", secrets];
    const { status } = spawnSync(
      process.execPath,
      [bin, "deploy", ...options, ...(isDryRun ? ["--dry-run"] : [])],
      {
        cwd: folder,
        stdio: "inherit",
        env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
      },
    );
    return status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
