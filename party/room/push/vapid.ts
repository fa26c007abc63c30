/**
 * Who we are to a push service (VAPID, RFC 8292). The library signs anew for every push and for https alone; here one
 * token serves a whole origin for hours (Apple wants it so), and a push service on loopback too.
 */
import * as v from "valibot";
import { base64url } from "../../shared/access";
import { VapidSettingsSchema } from "../../shared/vapidSettings";

/** A token is good for this long (at most 24 hours are allowed), and is renewed this long before its end. */
const LIFE_MS = 12 * 60 * 60 * 1000;
const MARGIN_MS = 60 * 60 * 1000;

/** Signs for the keys in the environment; null where there are none, or none that fit: then nothing is pushed. */
export function vapidIn(env: Record<string, unknown>): Vapid | null {
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

  /** The `Authorization` of a request to this endpoint. */
  async authorization(endpoint: string, now: number): Promise<string> {
    const { origin } = new URL(endpoint);
    let known = this.#tokens.get(origin);
    if (known === undefined || now > known.expiresAt - MARGIN_MS) {
      const expiresAt = now + LIFE_MS;
      known = { token: this.#sign(origin, expiresAt), expiresAt };
      this.#tokens.set(origin, known);
    }
    return `vapid t=${await known.token}, k=${this.publicKey}`;
  }

  async #sign(aud: string, expiresAt: number): Promise<string> {
    const part = (value: object): string => base64url(new TextEncoder().encode(JSON.stringify(value)));
    const claims = { aud, exp: Math.floor(expiresAt / 1000), sub: this.subject };
    const signed = `${part({ typ: "JWT", alg: "ES256" })}.${part(claims)}`;
    const signature = await crypto.subtle.sign(
      { name: "ECDSA", hash: "SHA-256" },
      await (this.#key ??= this.#import()),
      new TextEncoder().encode(signed),
    );
    return `${signed}.${base64url(new Uint8Array(signature))}`;
  }

  #import(): Promise<CryptoKey> {
    // Character 43 of the public key holds the last bits of x and the first of y: cut the bytes, not the text.
    const point = Uint8Array.from(
      atob(this.publicKey.replaceAll("-", "+").replaceAll("_", "/")),
      (character) => character.charCodeAt(0),
    );
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
