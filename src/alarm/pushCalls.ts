/** HTTP requests about a room's pushes, for the page and for the service worker. */
import * as v from "valibot";
import type { Link } from "../room/link";

/** How long a request may take, in ms. */
const TIMEOUT_MS = 10_000;

const KeySchema = v.object({ key: v.nullable(v.string()) });

/** The address of a room's pushes. */
export const pathOf = (room: string): string => `/parties/main/${room}/push`;

/** `fetch` with a time limit. */
export const request = (path: string, init: RequestInit = {}): Promise<Response> =>
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

/** Resolves to whether the room has deleted it. */
export async function deleteSubscription(link: Link, endpoint: string): Promise<boolean> {
  const init = { method: "DELETE", headers: roomHeaders(link), body: JSON.stringify({ endpoint }) };
  return request(pathOf(link.room), init).then(
    ({ ok }) => ok,
    () => false,
  );
}
