/** Answers everything that is not a room: the app's files and addresses, and the health check. */
import { version } from "../../package.json";
import type { Health, Illness } from "../shared/httpAnswers";
import { isOverlay } from "../shared/overlay";
import { fillPage, roomOfPage } from "./appPage";
import type { ReadRoom } from "./appPage";
import { CORS, headOf } from "./responses";
import { FRAMEABLE_POLICY, jsonResponse, SECURITY, textResponse } from "./headers";
import { generateOpenApi } from "./openapi/openapi";

/** Reads one file of the built app by its path ("/index.html"); null when there is none. */
export type Assets = (path: string) => Promise<Response | null>;

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  webmanifest: "application/manifest+json",
  svg: "image/svg+xml",
  png: "image/png",
  ico: "image/x-icon",
  woff2: "font/woff2",
  woff: "font/woff",
  txt: "text/plain; charset=utf-8",
  hex: "text/plain; charset=utf-8",
  py: "text/x-python; charset=utf-8",
  zip: "application/zip",
};
/** Firmware is saved as a file, under the last part of its address. */
const DOWNLOADS = /\.(?:hex|py|zip)$/;
/** Accepts gzip; `gzip;q=0` refuses it. */
const GZIP = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/;
const COMPRESSIBLE = /^(?:text\/|application\/|image\/svg)/;

/** A slash at the end of a room's address is one that a person or a program has added. */
const ROOM_PAGE = /^\/r\/[^/]+\/?$/;

let document: ReturnType<typeof generateOpenApi> | undefined;
/** Generated at the first request: it takes some milliseconds, and few ask for it. */
const openApi = (): ReturnType<typeof generateOpenApi> => (document ??= generateOpenApi());

/** Undefined for a path without a known ending. */
const typeOf = (path: string): string | undefined => TYPES[path.slice(path.lastIndexOf(".") + 1)];

/** Whether the app itself answers; every other path is a file or a 404. */
const isAppAddress = (path: string): boolean => path === "/" || ROOM_PAGE.test(path);

/** The files of the pages that are not the app, by their addresses. */
const PAGES: Readonly<Record<string, string>> = { "/simulator": "/simulator.html" };

/** What the platform knows of the rooms. It is asked for the one path that needs it. */
export interface Rooms {
  readonly read: ReadRoom;
  /** Whether they can store changes. */
  readonly areWell?: () => Promise<boolean>;
}

/** `request`: with the address that the sender knows. */
export async function serveStatic(request: Request, assets: Assets, rooms: Rooms): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (request.headers.get("upgrade")) return textResponse(404, "no room here");
  if (request.method !== "GET" && request.method !== "HEAD") {
    return textResponse(405, "method not allowed", { allow: "GET, HEAD" });
  }
  if (pathname === "/healthz") return headOf(request, healthResponse((await rooms.areWell?.()) ?? true));
  if (pathname === "/openapi.json") return headOf(request, jsonResponse(200, openApi(), CORS));
  if (isAppAddress(pathname)) {
    const page = await appPage(request, assets, rooms.read);
    if (page !== null) return page;
  }
  // A path without a known ending is not looked up, so folders are never listed.
  const path = Object.hasOwn(PAGES, pathname) ? (PAGES[pathname] ?? "") : pathname;
  const file = typeOf(path) === undefined ? null : await assets(path);
  if (file !== null) return fileResponse(request, path, file, () => Promise.resolve(file.body));
  return (await notFoundPage(request, assets)) ?? textResponse(404, "not found");
}

/** Null where the app is not built. */
async function appPage(request: Request, assets: Assets, readRoom: ReadRoom): Promise<Response | null> {
  const file = await assets("/index.html");
  if (file === null) return null;
  const url = new URL(request.url);
  const isOfRoom = ROOM_PAGE.test(url.pathname);
  // That of a room has no date, because it has the room of this moment.
  const page = isOfRoom ? new Response(file.body) : file;
  const readText = async (path: string): Promise<string | null> =>
    (await (await assets(path))?.text()) ?? null;
  const fill = async (): Promise<string> => fillPage(await page.text(), request, readRoom, readText);
  const response = await fileResponse(request, "/index.html", page, fill);
  if (!isOfRoom) return response;
  response.headers.set("cache-control", "no-store");
  // Chats may read a room's page for a preview of its link, but no search engine lists it.
  response.headers.set("x-robots-tag", "noindex");
  // Only where the address names the room: on every other one the app may open a room that the device has saved.
  if (isOverlay(url) && roomOfPage(url.pathname) !== null)
    response.headers.set("content-security-policy", FRAMEABLE_POLICY);
  return response;
}

function healthResponse(isWell: boolean): Response {
  if (isWell) return jsonResponse(200, { ok: true, version } satisfies Health);
  const error = "the rooms cannot store changes in DATA_DIR; the log of the server says why";
  return jsonResponse(503, { ok: false, version, error } satisfies Illness);
}

/** The app, with status 404, for a person who follows a broken link; null for every other request. */
async function notFoundPage(request: Request, assets: Assets): Promise<Response | null> {
  const isPerson =
    typeOf(new URL(request.url).pathname) === undefined &&
    request.method === "GET" &&
    /\btext\/html\b/.test(request.headers.get("accept") ?? "");
  const page = isPerson ? await assets("/index.html") : null;
  if (page === null) return null;
  const headers = { ...SECURITY, "content-type": TYPES["html"] ?? "", "cache-control": "no-store" };
  return new Response(page.body, { status: 404, headers });
}

/** `makeBody` reads the body of `file`. */
async function fileResponse(
  request: Request,
  path: string,
  file: Response,
  makeBody: () => Promise<BodyInit | null>,
): Promise<Response> {
  const type = typeOf(path) ?? "";
  const changed = file.headers.get("last-modified");
  const headers: Record<string, string> = {
    ...SECURITY,
    "content-type": type,
    // Vite puts a hash of the content into each name in /assets/.
    "cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    ...(DOWNLOADS.test(path) ? { "content-disposition": "attachment" } : {}),
    ...(path === "/embed.js" ? CORS : {}), // other pages may load it as a module
    ...(changed === null ? {} : { "last-modified": changed }),
  };
  if (changed !== null && request.headers.get("if-modified-since") === changed) {
    await file.body?.cancel();
    return new Response(null, { status: 304, headers });
  }
  if (COMPRESSIBLE.test(type)) {
    headers["vary"] = "accept-encoding";
    // workerd compresses the body when this header says so.
    if (GZIP.test(request.headers.get("accept-encoding") ?? "")) headers["content-encoding"] = "gzip";
  }
  if (request.method === "HEAD") {
    await file.body?.cancel();
    return new Response(null, { headers });
  }
  return new Response(await makeBody(), { headers });
}
