/** The keys by which push services know this server. With other keys, every subscription is lost. */
import { createECDH } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { PrivateKeySchema, PublicKeySchema } from "../shared/vapidSettings";
import type { VapidSettings } from "../shared/vapidSettings";
import { replaceFile } from "./durableFiles";
import { readSetting } from "./environment";
import type { Environment } from "./environment";
import { root } from "./root";

interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** What an operator does with a file of keys that cannot be read. */
const ADVICE =
  "restore it from a backup, or delete it; then each device must turn its notifications on again";

/** Where the keys of a deployment are kept. */
export const deploymentKeysFile = (env: Environment): string => env["VAPID_FILE"] ?? `${root}.vapid.json`;

/**
 * The three `VAPID_*` settings. Where the environment has no keys they come from `file`, which is written on the first
 * run. `rooms`: the folder of the rooms, as in `readOrMakeKeys`. Throws an Error that says in words what is wrong.
 */
export function readVapidSettings(env: Environment, file: string, rooms?: string): VapidSettings {
  const subject = readSetting(env, "VAPID_SUBJECT");
  const { publicKey, privateKey } = keysIn(env) ?? readOrMakeKeys(file, rooms);
  return { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey, VAPID_SUBJECT: subject };
}

/**
 * The keys in `file`. Makes them where there is no such file. A file that cannot be read is never replaced, except one
 * that a power cut has left empty while no device has subscribed in the folder `rooms` (undefined: not known).
 */
export function readOrMakeKeys(file: string, rooms?: string): KeyPair {
  const text = readIfExists(file);
  if (text === null) return makeKeys(file);
  if (isEmptied(text)) {
    if (rooms !== undefined && !hasSubscriptions(rooms)) return makeKeys(file);
    throw new Error(
      `${file} is empty, probably after a power cut, and devices may have subscribed with the keys that were in it: ${ADVICE}`,
    );
  }
  try {
    return checkKeys(parseJson(text));
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}: ${ADVICE}`, { cause: error });
  }
}

/** Null where neither key is set. */
function keysIn(env: Environment): KeyPair | null {
  const publicKey = readSetting(env, "VAPID_PUBLIC_KEY");
  const privateKey = readSetting(env, "VAPID_PRIVATE_KEY");
  if (publicKey === "" && privateKey === "") return null;
  if (publicKey === "") throw new Error("VAPID_PRIVATE_KEY is set, but VAPID_PUBLIC_KEY is not");
  if (privateKey === "") throw new Error("VAPID_PUBLIC_KEY is set, but VAPID_PRIVATE_KEY is not");
  return checkKeys({ publicKey, privateKey });
}

function makeKeys(file: string): KeyPair {
  const keys = generateKeys();
  replaceFile(file, `${JSON.stringify(keys)}\n`, 0o600);
  return keys;
}

/**
 * A new pair. Not by `generateKeyPairSync`: in Node 20, a garbage collection during the export of its key waits for ever
 * for a mutex that the export holds.
 */
export function generateKeys(): KeyPair {
  const pair = createECDH("prime256v1");
  pair.generateKeys();
  // A number that begins with zeros is shorter.
  const privateKey = pair.getPrivateKey("hex").padStart(64, "0");
  return {
    publicKey: pair.getPublicKey("base64url"),
    privateKey: Buffer.from(privateKey, "hex").toString("base64url"),
  };
}

const KeyPairSchema = v.object(
  { publicKey: PublicKeySchema, privateKey: PrivateKeySchema },
  "the two VAPID keys are not both there",
);

/** Throws an Error where one of the keys has the wrong form, or where the two are not a pair. */
function checkKeys(keys: unknown): KeyPair {
  const { success, output, issues } = v.safeParse(KeyPairSchema, keys);
  if (!success) throw new Error(issues[0].message);
  const pair = createECDH("prime256v1");
  try {
    pair.setPrivateKey(output.privateKey, "base64url");
  } catch (error) {
    throw new Error("the private VAPID key is not a number that P-256 allows", { cause: error });
  }
  if (pair.getPublicKey("base64url") !== output.publicKey)
    throw new Error("the two VAPID keys are not a pair");
  return output;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = "this is not JSON; without these keys nobody who has subscribed can be reached";
    throw new Error(why, { cause: error });
  }
}

/** Some file systems fill the length of a file with zeros whose content did not reach the disk. */
const isEmptied = (text: string): boolean => /^[\0\s]*$/.test(text);

/** Whether a room in this folder stores a subscription. Looks for the start of its key in the files of SQLite. */
function hasSubscriptions(rooms: string): boolean {
  if (!existsSync(rooms)) return false;
  const files = readdirSync(rooms).filter((name) => /^[0-9a-f]{64}\.sqlite(?:-wal)?$/.test(name));
  return files.some((name) => readFileSync(join(rooms, name)).includes("sub:"));
}

function readIfExists(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
