// The keys by which a push service knows this server. Every subscription is bound to them: with others, all are lost.
import { createECDH, generateKeyPairSync } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";

/** @typedef {{ VAPID_PUBLIC_KEY: string, VAPID_PRIVATE_KEY: string, VAPID_SUBJECT: string }} VapidEnvironment */

/** Whom a push service may write to. Apple's refuses a subject that is no address; the operator's own is better. */
const SUBJECT = "mailto:shared-pomodoro@example.org";

/**
 * From the environment; where it has no key, from `file`, and there made on the first run.
 * @param {Record<string, string | undefined>} env
 * @param {string} file
 * @returns {VapidEnvironment}
 * @throws {Error} that says in words what to set right
 */
export function vapidFor(env, file) {
  const publicKey = env["VAPID_PUBLIC_KEY"] ?? "";
  const privateKey = env["VAPID_PRIVATE_KEY"] ?? "";
  const subject = env["VAPID_SUBJECT"] || SUBJECT;
  if (!/^(?:mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/.test(subject)) {
    throw new Error(`VAPID_SUBJECT must be mailto:somebody@example.org or an https address: ${subject}`);
  }
  if (publicKey === "" && privateKey === "") return { ...kept(file), VAPID_SUBJECT: subject };
  if (publicKey === "") throw new Error("VAPID_PRIVATE_KEY is set, but VAPID_PUBLIC_KEY is not");
  if (privateKey === "") throw new Error("VAPID_PUBLIC_KEY is set, but VAPID_PRIVATE_KEY is not");
  const wrong = whatIsWrongWith(publicKey, privateKey);
  if (wrong !== null) throw new Error(wrong);
  return { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey, VAPID_SUBJECT: subject };
}

/** @param {string} file */
function kept(file) {
  const text = readIfThere(file);
  const { publicKey, privateKey } = text === null ? made(file) : parsed(text, file);
  return { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey };
}

/** @param {string} file */
function made(file) {
  const {
    x = "",
    y = "",
    d = "",
  } = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({
    format: "jwk",
  });
  const point = [Buffer.of(4), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")];
  const keys = { publicKey: Buffer.concat(point).toString("base64url"), privateKey: d };
  // Whole or not at all: a server that is killed here must not find half a file.
  writeFileSync(`${file}.new`, `${JSON.stringify(keys)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return keys;
}

/** A file that cannot be read is never replaced. @param {string} text @param {string} file */
function parsed(text, file) {
  let keys;
  try {
    keys = JSON.parse(text);
  } catch {
    throw new Error(`${file} is not JSON; without these keys nobody who has subscribed can be reached`);
  }
  const { publicKey, privateKey } = keys ?? {};
  const wrong = whatIsWrongWith(publicKey, privateKey);
  if (wrong !== null) throw new Error(`${file}: ${wrong}`);
  return { publicKey, privateKey };
}

/** @param {unknown} publicKey @param {unknown} privateKey @returns {string | null} */
function whatIsWrongWith(publicKey, privateKey) {
  if (typeof publicKey !== "string" || !/^B[A-Za-z0-9_-]{86}$/.test(publicKey)) {
    return "the public VAPID key is not an uncompressed point of P-256 (65 bytes) in base64url";
  }
  if (typeof privateKey !== "string" || !/^[A-Za-z0-9_-]{43}$/.test(privateKey)) {
    return "the private VAPID key is not 32 bytes in base64url";
  }
  const pair = createECDH("prime256v1");
  try {
    pair.setPrivateKey(privateKey, "base64url");
  } catch {
    return "the private VAPID key is not a number that P-256 allows";
  }
  return pair.getPublicKey("base64url") === publicKey ? null : "the two VAPID keys are not a pair";
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return null;
    throw error;
  }
}
