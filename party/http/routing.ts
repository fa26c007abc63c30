/** Decided before a room is woken: whether an address is a room's, and whether a page may open a socket there. */
import { isRoom } from "../shared/access";
import { isForeign, parseOrigins } from "../shared/origins";
import { textResponse } from "./headers";

const ADDRESS = /^\/parties\/main\/([^/]+)((?:\/push|\/hooks|\/history(?:\.csv)?)?)$/;

/** The room id and the rest of a room's address, undecoded; null for any other path. */
export function roomAddress(url: string): { id: string; rest: string } | null {
  const [, id, rest = ""] = ADDRESS.exec(new URL(url).pathname) ?? [];
  return id !== undefined && isRoom(id) ? { id, rest } : null;
}

/** Whether the request comes from a page on another host that the operator has not allowed. */
export const isFromForeignPage = (request: Request, env: Record<string, unknown>): boolean =>
  isForeign(
    request.headers.get("origin"),
    request.headers.get("host") ?? new URL(request.url).host,
    parseOrigins(env["ALLOWED_ORIGINS"]).values,
  );

/** The request to pass on to the room, or the answer that refuses it. */
export function admitSocket(request: Request, env: Record<string, unknown>): Request | Response {
  const address = roomAddress(request.url);
  if (address === null || address.rest !== "") return textResponse(404, "no such room");
  if (isFromForeignPage(request, env)) return textResponse(403, "this page may not open a room here");
  // PartyKit reads a connection's id from the query, where a client could choose the id of another one.
  const url = new URL(request.url);
  url.search = `?_pk=${crypto.randomUUID()}`;
  return new Request(url.href, request);
}

/** The request to pass on to the room, or the answer that refuses it. */
export const admitRequest = (request: Request): Request | Response =>
  roomAddress(request.url) === null ? textResponse(404, "no such room") : request;
