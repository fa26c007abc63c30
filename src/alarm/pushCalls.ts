/** The HTTP requests about a room's pushes, for the page and for the service worker. */
import * as v from "valibot";
import type { Link } from "../room/link";

const KeySchema = v.object({ key: v.nullable(v.string()) });
/** How long a request may take, in ms. */
const TIMEOUT_MS = 10_000;

export type PutResult = "saved" | "full" | "refused" | "failed";

const request = (room: string, path: "" | "/push", init: RequestInit = {}): Promise<Response> =>
  fetch(`/parties/main/${room}${path}`, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });

/** The headers of a request with a JSON body that needs the room's key. */
export const roomHeaders = ({ key }: Pick<Link, "key">): Record<string, string> => ({
  "content-type": "application/json",
  ...(key === null ? {} : { authorization: `Bearer ${key}` }),
});

/** The server's public key, in base64url; null: it sends no pushes. Rejects without a network. */
export async function getServerKey(room: string): Promise<string | null> {
  const parsed = v.safeParse(KeySchema, await (await request(room, "/push")).json());
  return parsed.success ? parsed.output.key : null;
}

export async function putSubscription(
  link: Link,
  subscription: PushSubscriptionJSON,
  device: string,
): Promise<PutResult> {
  try {
    const { status, ok } = await request(link.room, "/push", {
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
  return request(link.room, "/push", init).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Requests a push to this device alone, after `seconds`. Resolves to whether the server has accepted. */
export async function requestTestPush(link: Link, endpoint: string, seconds: number): Promise<boolean> {
  const body = JSON.stringify({ endpoint, in: seconds });
  return request(link.room, "/push", { method: "POST", headers: roomHeaders(link), body }).then(
    ({ ok }) => ok,
    () => false,
  );
}
