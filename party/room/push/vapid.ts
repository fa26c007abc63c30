/**
 * Identifies this server to push services (VAPID, RFC 8292). The push library would sign a new token for every push,
 * and only for https; here one token serves an origin for hours, as Apple demands, also for a push service on loopback.
 */
import * as v from "valibot";
import { base64url } from "../../shared/access";
import { VapidSettingsSchema } from "../../shared/vapidSettings";
import { decodeBase64url } from "./base64url";

/** A token is valid for this long, in ms; the standard allows at most 24 hours. */
const LIFETIME_MS = 12 * 60 * 60 * 1000;
/** A token is replaced this long before it expires, in ms. */
const MARGIN_MS = 60 * 60 * 1000;

/** Reads the keys from the environment; null where they are missing or invalid: then no push is sent. */
export function readVapid(env: Record<string, unknown>): Vapid | null {
  const parsed = v.safeParse(VapidSettingsSchema, env);
  if (!parsed.success) return null;
  const { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY, VAPID_SUBJECT } = parsed.output;
  return new Vapid(VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY, VAPID_SUBJECT);
}

export class Vapid {
  #key: Promise<CryptoKey> | null = null;
  readonly #tokens = new Map<string, { readonly token: Promise<string>; readonly expiresAt: number }>();

  constructor(
    readonly publicKey: string,
    readonly privateKey: string,
    readonly subject: string,
  ) {}

  /** The `Authorization` header of a request to this endpoint. */
  async authorizationFor(endpoint: string, now: number): Promise<string> {
    const { origin } = new URL(endpoint);
    let cached = this.#tokens.get(origin);
    // A token that was made later than now is from before the clock was set back, and may be valid for too long.
    const leftMs = (cached?.expiresAt ?? 0) - now;
    if (cached === undefined || leftMs < MARGIN_MS || leftMs > LIFETIME_MS) {
      const expiresAt = now + LIFETIME_MS;
      cached = { token: this.#sign(origin, expiresAt), expiresAt };
      this.#tokens.set(origin, cached);
    }
    return `vapid t=${await cached.token}, k=${this.publicKey}`;
  }

  async #sign(aud: string, expiresAt: number): Promise<string> {
    const encode = (value: object): string => base64url(new TextEncoder().encode(JSON.stringify(value)));
    const claims = { aud, exp: Math.floor(expiresAt / 1000), sub: this.subject };
    const signed = `${encode({ typ: "JWT", alg: "ES256" })}.${encode(claims)}`;
    const signature = await crypto.subtle.sign(
      { name: "ECDSA", hash: "SHA-256" },
      await (this.#key ??= this.#importKey()),
      new TextEncoder().encode(signed),
    );
    return `${signed}.${base64url(new Uint8Array(signature))}`;
  }

  #importKey(): Promise<CryptoKey> {
    // One character of the text holds the last bits of x and the first bits of y, so the bytes are cut, not the text.
    const point = decodeBase64url(this.publicKey) ?? new Uint8Array();
    const jwk = {
      kty: "EC",
      crv: "P-256",
      x: base64url(point.subarray(1, 33)),
      y: base64url(point.subarray(33, 65)),
      d: this.privateKey,
    };
    return crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["sign"]);
  }
}
