// What a deployment needs to be set, looked at before anything leaves this machine.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { notAnOrigin } from "./origins.mjs";
import { vapidFor } from "./vapidKeys.mjs";

/** @typedef {Record<string, string | undefined>} Environment */
/** @typedef {{ domain: string | null, preview: string | null }} Wish */

/** What the rooms find in their `room.env`; nothing else of the environment goes along. */
const PASSED_ON = ["ALLOWED_ORIGINS", "PUSH_ORIGINS"];

/**
 * `--domain HOST` (on one's own Cloudflare account) and `--preview NAME`.
 * @param {string[]} args @returns {Wish}
 * @throws {Error} that says in words what is not understood
 */
export function wishIn(args) {
  const left = [...args];
  /** @type {Wish} */
  const wish = { domain: null, preview: null };
  while (left.length > 0) {
    const [option = "", value = ""] = left.splice(0, 2);
    if (option === "--domain" && /^(?=.{4,253}$)([a-z0-9](-*[a-z0-9])*\.)+[a-z]{2,}$/.test(value))
      wish.domain = value;
    else if (option === "--preview" && /^[a-z0-9-]{1,30}$/.test(value)) wish.preview = value;
    else
      throw new Error(`not understood: ${[option, value].join(" ").trim()} (--domain HOST, --preview NAME)`);
  }
  return wish;
}

/**
 * Everything that is in the way, a line each.
 * @param {Environment} env @param {Wish} wish @param {string} keys the file of `npm run vapid`
 * @returns {string[]}
 */
export function whatIsMissing(env, wish, keys) {
  const vapid = vapidVariables(env, keys);
  return [
    login(env),
    ...account(env, wish),
    typeof vapid === "string" ? vapid : null,
    ...origins(env),
  ].filter((line) => line !== null);
}

/** What the rooms are given. @param {Environment} env @param {string} keys @returns {Record<string, string>} */
export function variables(env, keys) {
  const vapid = vapidVariables(env, keys);
  if (typeof vapid === "string") throw new Error(vapid);
  const more = PASSED_ON.map((name) => [name, env[name] ?? ""]).filter(([, value]) => value !== "");
  return { ...vapid, ...Object.fromEntries(more) };
}

/** As whom partykit would upload: by variables, else by what `partykit login` has kept. @param {Environment} env */
function login(env) {
  for (const kind of ["PARTYKIT", "GITHUB"]) {
    const [name, token] = [env[`${kind}_LOGIN`], env[`${kind}_TOKEN`]];
    if (name && token) return null;
    if (kind === "PARTYKIT" && name) return "PARTYKIT_LOGIN is set, but PARTYKIT_TOKEN is not";
    if (kind === "PARTYKIT" && token) return "PARTYKIT_TOKEN is set, but PARTYKIT_LOGIN is not";
  }
  const file = join(homedir(), ".partykit", "config.json");
  const how =
    "run `npx partykit login`, or set PARTYKIT_LOGIN and PARTYKIT_TOKEN (`npx partykit token generate`)";
  if (!existsSync(file)) return `nobody is logged in: ${how}`;
  try {
    const { login, access_token: token } = JSON.parse(readFileSync(file, "utf8"));
    if (typeof login === "string" && typeof token === "string") return null;
  } catch {
    // said below
  }
  return `${file} holds no login: ${how}`;
}

/** @param {Environment} env @param {Wish} wish */
function account(env, { domain }) {
  const [id, token] = [env["CLOUDFLARE_ACCOUNT_ID"] ?? "", env["CLOUDFLARE_API_TOKEN"] ?? ""];
  if (domain === null && id === "" && token === "") return []; // on partykit.dev
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

/** A word on what is wrong, else the three of them. @param {Environment} env @param {string} keys */
function vapidVariables(env, keys) {
  if (!env["VAPID_SUBJECT"]) {
    return "VAPID_SUBJECT must be whom push services may write to: mailto:you@example.org";
  }
  const isSet = Boolean(env["VAPID_PUBLIC_KEY"] || env["VAPID_PRIVATE_KEY"]);
  if (!isSet && !existsSync(keys)) {
    return "there are no VAPID keys: run `npm run vapid` once, or set VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY";
  }
  try {
    return vapidFor(env, keys);
  } catch (error) {
    return /** @type {Error} */ (error).message;
  }
}

/** @param {Environment} env */
const origins = (env) =>
  PASSED_ON.map((name) => {
    const wrong = notAnOrigin(env[name]);
    return wrong === undefined ? null : `${name}: not an origin like https://tomato.example.org: ${wrong}`;
  });
