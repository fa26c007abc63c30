/**
 * `npm run deploy [-- --domain HOST] [-- --preview NAME]`: checks the settings, builds what is not built, and passes
 * both on to `partykit deploy`; with `--workers` to wrangler. Nothing leaves this machine before every check has passed.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfNeeded } from "./build";
import { findProblems, parseOptions, roomVariables } from "./deployChecks";
import type { DeployOptions } from "./deployChecks";
import { uploadWorker } from "./deployWorkers";
import { deploymentKeysFile } from "./vapidKeys";
import { root } from "./root";

export async function main(args: readonly string[]): Promise<void> {
  const keysFile = deploymentKeysFile(process.env);
  try {
    const options = parseOptions(args);
    const problems = findProblems(process.env, options, keysFile);
    if (problems.length > 0) throw new Error(problems.join("\n"));
    await buildIfNeeded();
    const variables = roomVariables(process.env, keysFile);
    process.exitCode = options.isWorker ? uploadWorker(options, variables) : upload(options, variables);
  } catch (error) {
    for (const line of (error as Error).message.split("\n")) console.error(`Not deployed: ${line}`);
    process.exitCode = 1;
  }
}

/**
 * Runs `partykit deploy` and returns its exit code. It runs in a folder of its own, so that it reads no .env file, with
 * the variables in a file that only this user can read: everybody on the machine can read a command line.
 */
function upload({ domain, preview }: DeployOptions, vars: Readonly<Record<string, string>>): number {
  const folder = mkdtempSync(join(tmpdir(), "pomodoro-deploy-"));
  try {
    const config = JSON.parse(readFileSync(join(root, "partykit.json"), "utf8")) as PartykitConfig;
    const paths = { main: join(root, config.main), serve: join(root, config.serve) };
    writeFileSync(join(folder, "partykit.json"), JSON.stringify({ ...config, ...paths, vars }), {
      mode: 0o600,
    });
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

/** The fields of partykit.json that are read here; paths are relative to the project. */
interface PartykitConfig {
  readonly main: string;
  readonly serve: string;
}
