/** Runs `npm run backup`. */
import { execFile } from "node:child_process";
import { root } from "./paths";

export interface BackupResult {
  readonly code: number;
  readonly output: string;
}

/** The exit code of `npm run backup` for this DATA_DIR, and its output. */
export const runBackup = (dataDir: string, ...targets: readonly string[]): Promise<BackupResult> =>
  new Promise((done) => {
    const env: NodeJS.ProcessEnv = { ...process.env, DATA_DIR: dataDir };
    delete env["INIT_CWD"];
    const args = ["party/ops/run.mjs", "backup", ...targets];
    execFile(process.execPath, args, { cwd: root, env }, (error, stdout, stderr) =>
      done({ code: typeof error?.code === "number" ? error.code : 0, output: stdout + stderr }),
    );
  });
