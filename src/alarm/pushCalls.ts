/** The room's push calls, for the page and for the service worker. */
import * as v from "valibot";
import type { Link } from "../room/link";

const KeySchema = v.object({ key: v.nullable(v.string()) });
/** Nobody waits longer than this for an answer, in ms. */
const PATIENCE_MS = 10_000;

export type PutAnswer = "saved" | "full" | "refused" | "failed";

const call = (room: string, path: "" | "/push", init: RequestInit = {}): Promise<Response> =>
  fetch(`/parties/main/${room}${path}`, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });

export const roomHeaders = ({ key }: Pick<Link, "key">): Record<string, string> => ({
  "content-type": "application/json",
  ...(key === null ? {} : { authorization: `Bearer ${key}` }),
});

/** The server's public key, in base64url; null: it sends no pushes. Throws without a network. */
export async function serverKey(room: string): Promise<string | null> {
  const parsed = v.safeParse(KeySchema, await (await call(room, "/push")).json());
  return parsed.success ? parsed.output.key : null;
}

export async function putSubscription(
  link: Link,
  subscription: PushSubscriptionJSON,
  device: string,
): Promise<PutAnswer> {
  try {
    const { status, ok } = await call(link.room, "/push", {
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

export async function deleteSubscription(link: Link, endpoint: string): Promise<boolean> {
  const init = { method: "DELETE", headers: roomHeaders(link), body: JSON.stringify({ endpoint }) };
  return call(link.room, "/push", init).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Asks the room to push to this device alone, in so many seconds. */
export async function askForRing(link: Link, endpoint: string, seconds: number): Promise<boolean> {
  const body = JSON.stringify({ endpoint, in: seconds });
  return call(link.room, "/push", { method: "POST", headers: roomHeaders(link), body }).then(
    ({ ok }) => ok,
    () => false,
  );
}
