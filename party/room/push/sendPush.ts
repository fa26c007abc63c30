/** Sends one push to one subscription, once: the request of RFC 8030 with the encrypted content of RFC 8291. */
import { encryptNotification } from "@block65/webcrypto-web-push";
import { normalizeEndpoint } from "./endpoint";
import type { PushMessage } from "./pushMessage";
import type { Fetch } from "../delivery/network";
import { parseRetryAfter } from "../delivery/retry";
import type { Subscription } from "./subscription";
import type { Vapid } from "./vapid";

/** A push service that has not answered within this time has failed, in ms. */
const TIMEOUT_MS = 10_000;
/** Bytes of an answer that are read: it may be endless. */
const MAX_REASON = 200;

export type PushResult =
  | { readonly kind: "accepted" }
  /** Another attempt would not change it. */
  | {
      readonly kind: "refused";
      /** The HTTP status; null: this server does not allow the push service any more. */
      readonly status: number | null;
      /** The beginning of the answer, for the log. */
      readonly reason: string;
    }
  /** The subscription does not exist any more. */
  | { readonly kind: "gone" }
  /** To be sent again later; `retryAfterMs` is what the push service has asked for. */
  | { readonly kind: "retry"; readonly retryAfterMs: number | null };

export interface PushRequest {
  readonly message: PushMessage;
  /** How long the push service keeps it for a device that it cannot reach, in whole seconds. */
  readonly ttl: number;
  /** A newer push with the same topic replaces one that has not been delivered yet; null: none does. */
  readonly topic: string | null;
}

export interface SendOptions {
  readonly vapid: Vapid;
  /** The origins that the operator allows besides the known push services. */
  readonly origins: readonly string[];
  readonly network: Fetch;
  /** Cancels the request. */
  readonly signal: AbortSignal;
}

/** Never rejects. */
export async function sendPush(
  { endpoint, keys }: Subscription,
  { message, ttl, topic }: PushRequest,
  { vapid, origins, network, signal }: SendOptions,
): Promise<PushResult> {
  // The operator may have shortened the list since the subscription was stored, and may lengthen it again.
  if (normalizeEndpoint(endpoint, origins) === null) return { kind: "refused", status: null, reason: "" };
  try {
    const plaintext = new TextEncoder().encode(JSON.stringify(message));
    const body = await encryptNotification({ endpoint, keys, expirationTime: null }, plaintext);
    const response = await network(endpoint, {
      method: "POST",
      headers: {
        authorization: await vapid.authorizationFor(endpoint, Date.now()),
        "content-encoding": "aes128gcm",
        "content-type": "application/octet-stream",
        ttl: String(ttl),
        urgency: "high",
        ...(topic === null ? {} : { topic }),
      },
      body,
      redirect: "manual", // a redirect could lead from an allowed host to one that is not allowed
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const result = resultOf(response.status, response.headers.get("retry-after"), Date.now());
    if (result.kind === "refused") return { ...result, reason: await readReason(response) };
    await response.body?.cancel();
    return result;
  } catch {
    return { kind: "retry", retryAfterMs: null }; // no connection, a broken one, or no answer in time
  }
}

export function resultOf(status: number, retryAfter: string | null, now: number): PushResult {
  if (status === 404 || status === 410) return { kind: "gone" };
  if (status === 429 || status >= 500)
    return { kind: "retry", retryAfterMs: parseRetryAfter(retryAfter, now) };
  if (status >= 200 && status < 300) return { kind: "accepted" };
  return { kind: "refused", status, reason: "" };
}

/** Never rejects; empty where the body is. */
async function readReason(response: Response): Promise<string> {
  try {
    const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
    const part = await reader?.read();
    await reader?.cancel();
    return new TextDecoder().decode(part?.value?.subarray(0, MAX_REASON));
  } catch {
    return "";
  }
}
