/** What a deployment needs, checked before anything leaves this machine. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { VapidSettings } from "../shared/vapidSettings";
import { readSetting } from "./environment";
import type { Environment } from "./environment";
import { findNodeProblem } from "./deployWorkers";
import { readVapidSettings } from "./vapidKeys";

export interface DeployOptions {
  /** A host name of the operator's own Cloudflare account. */
  readonly domain: string | null;
  readonly preview: string | null;
  /** Whether the rooms become a Worker of the operator's own account, uploaded by wrangler. */
  readonly isWorker: boolean;
  /** Whether wrangler does everything except the upload. */
  readonly isDryRun: boolean;
}

/** The settings that the rooms get besides `VAPID_*`. Nothing else of the environment is uploaded. */
const LISTS = ["ALLOWED_ORIGINS", "PUSH_ORIGINS", "HOOK_ORIGINS"] as const;

const DOMAIN = /^(?=.{4,253}$)([a-z0-9](-*[a-z0-9])*\.)+[a-z]{2,}$/;
const PREVIEW = /^[a-z0-9-]{1,30}$/;

/**
 * Reads `--domain HOST` and `--preview NAME`, or `--workers`, `--domain HOST` and `--dry-run`. Throws an Error that names
 * what is not understood.
 */
export function parseOptions(args: readonly string[]): DeployOptions {
  const isFlag = (arg: string): boolean => arg === "--workers" || arg === "--dry-run";
  const flags = new Set(args.filter(isFlag));
  const rest = args.filter((arg) => !isFlag(arg));
  let domain: string | null = null;
  let preview: string | null = null;
  while (rest.length > 0) {
    const [option = "", value = ""] = rest.splice(0, 2);
    if (option === "--domain" && DOMAIN.test(value)) domain = value;
    else if (option === "--preview" && PREVIEW.test(value)) preview = value;
    else
      throw new Error(`not understood: ${[option, value].join(" ").trim()} (--domain HOST, --preview NAME)`);
  }
  const isWorker = flags.has("--workers");
  const isDryRun = flags.has("--dry-run");
  if (isDryRun && !isWorker) throw new Error("--dry-run is an option of --workers");
  if (preview !== null && isWorker) throw new Error("--preview is not an option of --workers");
  return { domain, preview, isWorker, isDryRun };
}

/** Every problem that prevents the deployment, a line each. `keysFile`: where `npm run vapid` keeps the keys. */
export function findProblems(env: Environment, options: DeployOptions, keysFile: string): string[] {
  const platform = options.isWorker
    ? [findNodeProblem()] // wrangler checks the login itself
    : [findLoginProblem(env), ...findAccountProblems(env, options)];
  return [
    ...platform,
    findProblem(() => deploymentVapid(env, keysFile)),
    ...LISTS.map((name) => findProblem(() => readSetting(env, name))),
  ].filter((problem) => problem !== null);
}

/** The variables that the rooms get. Throws an Error where `findProblems` finds a problem with one of them. */
export function roomVariables(env: Environment, keysFile: string): Record<string, string> {
  const lists = LISTS.map((name) => [name, readSetting(env, name)]).filter(([, list]) => list !== "");
  return { ...deploymentVapid(env, keysFile), ...Object.fromEntries(lists) };
}

function findProblem(check: () => unknown): string | null {
  try {
    check();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** partykit logs in with variables, else with what `partykit login` has stored. */
function findLoginProblem(env: Environment): string | null {
  if (env["PARTYKIT_LOGIN"] && !env["PARTYKIT_TOKEN"])
    return "PARTYKIT_LOGIN is set, but PARTYKIT_TOKEN is not";
  if (env["PARTYKIT_TOKEN"] && !env["PARTYKIT_LOGIN"])
    return "PARTYKIT_TOKEN is set, but PARTYKIT_LOGIN is not";
  if (env["PARTYKIT_LOGIN"] || (env["GITHUB_LOGIN"] && env["GITHUB_TOKEN"])) return null;
  const file = join(homedir(), ".partykit", "config.json");
  const how =
    "run `npx partykit login`, or set PARTYKIT_LOGIN and PARTYKIT_TOKEN (`npx partykit token generate`)";
  if (!existsSync(file)) return `nobody is logged in: ${how}`;
  return hasLogin(file) ? null : `${file} holds no login: ${how}`;
}

function hasLogin(file: string): boolean {
  try {
    const { login, access_token: token } = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    return typeof login === "string" && typeof token === "string";
  } catch {
    return false;
  }
}

/** Without a Cloudflare account and a domain, the deployment goes to partykit.dev. */
function findAccountProblems(env: Environment, { domain }: DeployOptions): (string | null)[] {
  const [id, token] = [env["CLOUDFLARE_ACCOUNT_ID"] ?? "", env["CLOUDFLARE_API_TOKEN"] ?? ""];
  if (domain === null && id === "" && token === "") return [];
  return [
    domain === null
      ? "your Cloudflare account is set, but no host name of it: npm run deploy -- --domain HOST"
      : null,
    /^[0-9a-f]{32}$/.test(id)
      ? null
      : "CLOUDFLARE_ACCOUNT_ID must be the account's id, 32 hexadecimal digits",
    token.trim() === "" ? "CLOUDFLARE_API_TOKEN must be a token that may edit that account's workers" : null,
  ];
}

/** The `VAPID_*` settings of a deployment. Unlike `npm start` it needs a subject, and keys that exist already. */
function deploymentVapid(env: Environment, keysFile: string): VapidSettings {
  if (!env["VAPID_SUBJECT"])
    throw new Error("VAPID_SUBJECT must be whom push services may write to: mailto:you@example.org");
  const isSet = Boolean(env["VAPID_PUBLIC_KEY"] || env["VAPID_PRIVATE_KEY"]);
  if (!isSet && !existsSync(keysFile))
    throw new Error(
      "there are no VAPID keys: run `npm run vapid` once, or set VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY",
    );
  return readVapidSettings(env, keysFile);
}
