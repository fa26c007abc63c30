/** What `npm start` reads from the environment: each variable with its default and how it is read. */
import { resolve } from "node:path";
import * as v from "valibot";
import { parseRanges } from "../shared/addresses";
import { parseOrigins } from "../shared/origins";
import { SubjectSchema } from "../shared/vapidSettings";
import { root } from "./root";

/** `process.env`, or a part of it. */
export type Environment = Readonly<Record<string, string | undefined>>;

interface Setting<T> {
  /** The text that counts where the variable is not set or empty. */
  readonly default: string;
  /** Throws an Error that names the variable and says what it must be. */
  readonly parse: (text: string, name: string) => T;
}
const setting = <T>(fallback: string, parse: Setting<T>["parse"]): Setting<T> => ({
  default: fallback,
  parse,
});
const text = (value: string): string => value;

/** All variables that `npm start` reads. docs/self-hosting.md describes them for operators. */
export const SETTINGS = {
  /** The TCP port. */
  PORT: setting("1999", parsePort),
  /** The address to listen on; 0.0.0.0 opens the server to the network. */
  HOST: setting("127.0.0.1", text),
  /** The folder of the rooms, their alarms and the push keys; a relative path starts at the project. */
  DATA_DIR: setting(".data", (path) => resolve(root, path)),
  /** Pages of other hosts that may open a room. */
  ALLOWED_ORIGINS: setting("", checkOrigins),
  /** Addresses and ranges of the proxies whose X-Forwarded-Host and X-Forwarded-Proto are believed. */
  TRUST_PROXY: setting("", checkRanges),
  /** The key by which push services know this server. Not set: both keys are made and kept in DATA_DIR/vapid.json. */
  VAPID_PUBLIC_KEY: setting("", text),
  VAPID_PRIVATE_KEY: setting("", text),
  /** Whom a push service may write to. The default only satisfies the push services; the operator's own is better. */
  VAPID_SUBJECT: setting("mailto:shared-pomodoro@example.org", checkSubject),
  /** Push services in addition to those of the known browsers; their addresses may be private. */
  PUSH_ORIGINS: setting("", checkOrigins),
  /** Receivers of webhooks that may use http and have private addresses. */
  HOOK_ORIGINS: setting("", checkOrigins),
};
type SettingName = keyof typeof SETTINGS;
/** The settings as `readSettings` returns them. */
export type Settings = { readonly [Name in SettingName]: ReturnType<(typeof SETTINGS)[Name]["parse"]> };

/** One setting, checked. Throws an Error that says in words what is wrong. */
export function readSetting<Name extends SettingName>(env: Environment, name: Name): Settings[Name] {
  const { default: fallback, parse } = SETTINGS[name];
  return parse(env[name] || fallback, name) as Settings[Name];
}

/** All settings, checked. Throws an Error that says in words what is wrong with the first that is. */
export function readSettings(env: Environment): Settings {
  const names = Object.keys(SETTINGS) as SettingName[];
  return Object.fromEntries(names.map((name) => [name, readSetting(env, name)])) as Settings;
}

function parsePort(value: string, name: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535)
    throw new Error(`${name} is not a port number: ${value}`);
  return Number(value);
}

/** Returns the list as it is, because the rooms parse it again. */
function checkOrigins(list: string, name: string): string {
  const [wrong] = parseOrigins(list).invalid;
  if (wrong !== undefined)
    throw new Error(`${name}: not an origin like https://tomato.example.org: ${wrong}`);
  return list;
}

function checkRanges(list: string, name: string): string {
  const [wrong] = parseRanges(list).invalid;
  if (wrong !== undefined)
    throw new Error(`${name}: not an address like 127.0.0.1 or a range like 10.0.0.0/8: ${wrong}`);
  return list;
}

function checkSubject(subject: string): string {
  const { issues } = v.safeParse(SubjectSchema, subject);
  if (issues !== undefined) throw new Error(`${issues[0].message}: ${subject}`);
  return subject;
}
