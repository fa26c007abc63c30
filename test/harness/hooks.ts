/** Requests to /parties/main/ROOM/hooks. */
import type { HookAdded, HookAnswer, HookView } from "../../party/shared/hooks";
import { sendRequest } from "./http";
import type { HttpResponse, PostOptions } from "./http";

type Target = { readonly port: number };

/** As the room's own page, unless `origin` names another one; null: as a program that names none. */
export function requestHooks(
  server: Target,
  room: string,
  method: "GET" | "PUT" | "POST" | "DELETE",
  {
    body,
    key,
    origin = `http://127.0.0.1:${server.port}`,
  }: Omit<PostOptions, "origin"> & {
    readonly body?: object | string;
    readonly origin?: string | null;
  } = {},
): Promise<HttpResponse> {
  const text = typeof body === "object" ? JSON.stringify(body) : body;
  return sendRequest(server, `/parties/main/${room}/hooks`, {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(origin === null ? {} : { origin }),
      ...(text === undefined ? {} : { "content-length": String(Buffer.byteLength(text)) }),
    },
    ...(text === undefined ? {} : { body: text }),
  });
}

async function expectStatus<T>(expected: number, sent: Promise<HttpResponse>): Promise<T> {
  const { status, text } = await sent;
  if (status !== expected) throw new Error(`${status} ${text}`);
  return (text === "" ? null : JSON.parse(text)) as T;
}

/** Adds a hook, of the kind `json` unless `options` says otherwise. */
export const addHook = (
  server: Target,
  room: string,
  url: string,
  { key, ...options }: { readonly key?: string; readonly kind?: string; readonly moments?: string[] } = {},
): Promise<HookAdded> =>
  expectStatus(
    201,
    requestHooks(server, room, "PUT", {
      body: { kind: "json", url, ...options },
      ...(key === undefined ? {} : { key }),
    }),
  );

export async function listHooks(server: Target, room: string, key?: string): Promise<HookView[]> {
  const options = key === undefined ? {} : { key };
  return (await expectStatus<{ hooks: HookView[] }>(200, requestHooks(server, room, "GET", options))).hooks;
}

export const testHook = (server: Target, room: string, id: string): Promise<HookAnswer> =>
  expectStatus(200, requestHooks(server, room, "POST", { body: { id } }));
