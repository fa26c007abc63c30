/** The HTTP requests about a room's pushes, for the page and for the service worker. */
import * as v from "valibot";
import { PushDeviceStatusSchema } from "../../party/shared/pushDeviceStatus";
import type { Link } from "../room/link";

/** How long a request may take, in ms. */
const TIMEOUT_MS = 10_000;

export type PutResult = "saved" | "full" | "refused" | "failed";

const KeySchema = v.object({ key: v.nullable(v.string()) });
const StatusSchema = v.object({ device: PushDeviceStatusSchema });

const pathOf = (room: string): string => `/parties/main/${room}/push`;

const request = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(path, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });

/** The headers of a request with a JSON body that needs the room's key. */
export const roomHeaders = ({ key }: Pick<Link, "key">): Record<string, string> => ({
  "content-type": "application/json",
  ...(key === null ? {} : { authorization: `Bearer ${key}` }),
});

/** The server's public key, in base64url; null: it sends no pushes. Rejects without a network. */
export async function getServerKey(room: string): Promise<string | null> {
  const parsed = v.safeParse(KeySchema, await (await request(pathOf(room))).json());
  return parsed.success ? parsed.output.key : null;
}

export async function putSubscription(
  link: Link,
  subscription: PushSubscriptionJSON,
  device: string,
): Promise<PutResult> {
  try {
    const { status, ok } = await request(pathOf(link.room), {
      method: "PUT",
      headers: roomHeaders(link),
      body: JSON.stringify({ subscription, device }),
    });
    if (ok) return "saved";
    return status === 409 ? "full" : status < 500 ? "refused" : "failed";
  } catch {
    return "failed";
  }
}

/** Resolves to whether the room has deleted it. */
export async function deleteSubscription(link: Link, endpoint: string): Promise<boolean> {
  const init = { method: "DELETE", headers: roomHeaders(link), body: JSON.stringify({ endpoint }) };
  return request(pathOf(link.room), init).then(
    ({ ok }) => ok,
    () => false,
  );
}

/**
 * Requests a push to this device alone, after `seconds`. Resolves to the address that tells later whether the push
 * service has refused it, empty from a server that does not have one; null: the server has not accepted.
 */
export async function requestTestPush(link: Link, endpoint: string, seconds: number): Promise<string | null> {
  const body = JSON.stringify({ endpoint, in: seconds });
  return request(pathOf(link.room), { method: "POST", headers: roomHeaders(link), body }).then(
    ({ ok, headers }) => (ok ? (headers.get("location") ?? "") : null),
    () => null,
  );
}

/** Whether the push service has refused the test push whose address this is. Resolves to false without a network. */
export async function isTestRefused(address: string): Promise<boolean> {
  try {
    const parsed = v.safeParse(StatusSchema, await (await request(address)).json());
    if (!parsed.success) return false;
    const { subscribed, refusal } = parsed.output.device;
    return refusal !== null || !subscribed; // the server deletes a subscription that the push service does not know
  } catch {
    return false;
  }
}
