/** Runs `npm run deploy` and `npm run vapid` with a clean environment, a home of their own and an API on loopback. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import type { PartyKitApi } from "./fakes/partykit-api";
import { root } from "./paths";

export interface ScriptResult {
  readonly code: number;
  readonly output: string;
}
export interface DeployScripts {
  deploy(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<ScriptResult>;
  makeKeys(env?: Readonly<Record<string, string>>): Promise<ScriptResult>;
}

/** The variables of the person who runs the tests, which partykit and the scripts must not read. */
const HIDDEN_VARIABLES =
  /^(?:VAPID_|PARTYKIT_|GITHUB_|CLOUDFLARE_|ALLOWED_ORIGINS|PUSH_ORIGINS|HOOK_ORIGINS|HOME$|REPL_)/;

/** `folder`: the home, which also contains the temporary files. */
export function deployScripts(api: PartyKitApi, folder: string): DeployScripts {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !HIDDEN_VARIABLES.test(name)),
  );
  const fixed = {
    HOME: folder,
    TMPDIR: folder,
    PARTYKIT_API_BASE: api.origin,
    VAPID_FILE: join(folder, "vapid.json"),
    CI: "1",
  };
  const run = (program: string, env: Readonly<Record<string, string>>, args: readonly string[]) =>
    new Promise<ScriptResult>((done) => {
      const options = { cwd: root, env: { ...clean, ...fixed, ...env } };
      execFile(process.execPath, ["party/ops/run.mjs", program, ...args], options, (error, stdout, stderr) =>
        done({ code: typeof error?.code === "number" ? error.code : 0, output: stdout + stderr }),
      );
    });
  return {
    deploy: (env, ...args) => run("deploy", env, args),
    makeKeys: (env = {}) => run("makeVapidKeys", env, []),
  };
}
