/** One push to one subscription, once: RFC 8030 (the request) and RFC 8291 (what is in it). */
import { encryptNotification } from "@block65/webcrypto-web-push";
import type { PushMessage } from "./alert";
import { allowedEndpoint } from "./endpoint";
import { retryAfterIn } from "./retry";
import type { Subscription } from "./subscriptions";
import type { Vapid } from "./vapid";

/** A push service that has not begun to answer by then has failed. */
const TIMEOUT_MS = 10_000;

export type Outcome =
  /** Taken, or refused in a way that trying again would not change. */
  | { readonly kind: "done" }
  /** There is no such subscription any more. */
  | { readonly kind: "gone" }
  | { readonly kind: "later"; readonly retryAfterMs: number | null };

export interface Letter {
  readonly message: PushMessage;
  /** How long the push service keeps it for a device that it cannot reach, in whole seconds. */
  readonly ttl: number;
  /** A new one takes the place of one that has not been delivered. */
  readonly topic: string | null;
}

/** Never throws. `signal` ends it before its time. */
export async function send(
  { endpoint, keys }: Subscription,
  { message, ttl, topic }: Letter,
  { vapid, origins, signal }: { vapid: Vapid; origins: readonly string[]; signal: AbortSignal },
): Promise<Outcome> {
  // The operator may have shortened the list since this was saved; and may lengthen it again.
  if (allowedEndpoint(endpoint, origins) === null) return { kind: "done" };
  try {
    const plaintext = new TextEncoder().encode(JSON.stringify(message));
    const body = await encryptNotification({ endpoint, keys, expirationTime: null }, plaintext);
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        authorization: await vapid.authorization(endpoint, Date.now()),
        "content-encoding": "aes128gcm",
        "content-type": "application/octet-stream",
        ttl: String(ttl),
        urgency: "high",
        ...(topic === null ? {} : { topic }),
      },
      body,
      redirect: "manual", // an allowed host may not send us on to one that is not
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel(); // it has nothing to tell us, however much it says
    return outcomeOf(response.status, response.headers.get("retry-after"), Date.now());
  } catch {
    return { kind: "later", retryAfterMs: null }; // no connection, a broken one, or none in time
  }
}

export function outcomeOf(status: number, retryAfter: string | null, now: number): Outcome {
  if (status === 404 || status === 410) return { kind: "gone" };
  if (status === 429 || status >= 500) return { kind: "later", retryAfterMs: retryAfterIn(retryAfter, now) };
  return { kind: "done" };
}
