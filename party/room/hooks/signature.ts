/** Signs requests as Standard Webhooks 1.0 describes it: HMAC-SHA256 over the id, the time in seconds, and the body. */

const PREFIX = "whsec_";
/** Bytes of a secret: the specification asks for 24 to 64. */
const SECRET_BYTES = 24;

/** A new secret, in base64. */
export const newSecret = (): string => toBase64(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
/** As receivers' libraries read it. */
export const shownSecret = (secret: string): string => PREFIX + secret;

/** `secret`: in base64. `now`: epoch ms. */
export async function signatureHeaders(
  secret: string,
  { id, body }: { readonly id: string; readonly body: string },
  now: number,
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000));
  const bytes = Uint8Array.from(atob(secret), (one) => one.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`);
  const signature = toBase64(new Uint8Array(await crypto.subtle.sign("HMAC", key, signed)));
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}

const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
