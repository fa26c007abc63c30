/** Everything that is not a room: the app's files, its addresses, and whether the server is well. */
import { version } from "../../package.json";
import { CORS } from "./responses";
import { json, plain, SECURITY } from "./headers";
import { OPENAPI } from "./openapi/openapi";

/** One file of the built app by its path ("/index.html"); null when there is none. */
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
/** Firmware is for a board, not for the browser: to be kept, under the last name in its address. */
const KEPT = /\.(?:hex|py|zip)$/;
/** Named, and not as what is not wanted (`gzip;q=0`). */
const GZIP = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/;
const COMPRESSIBLE = /^(?:text\/|application\/|image\/svg)/;

/** The app's own addresses; every other path is a file or a 404. */
const isAppAddress = (path: string): boolean => path === "/" || /^\/r\/[^/]+$/.test(path);

export async function serveStatic(request: Request, assets: Assets): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (request.headers.get("upgrade")) return plain(404, "no room here");
  if (request.method !== "GET" && request.method !== "HEAD") {
    return plain(405, "method not allowed", { allow: "GET, HEAD" });
  }
  if (pathname === "/healthz") return bodyless(request, json(200, { ok: true, version }));
  if (pathname === "/openapi.json") return bodyless(request, json(200, OPENAPI, CORS)); // for tools on any page
  const path = isAppAddress(pathname) ? "/index.html" : pathname;
  const type = TYPES[path.slice(path.lastIndexOf(".") + 1)];
  const file = type === undefined ? null : await assets(path); // no known ending, no look-up: no listing of folders
  if (type !== undefined && file !== null) return answer(request, path, type, file);
  return (await lost(request, type, assets)) ?? plain(404, "not found");
}

/** For a person who follows a broken link: the app, which says so and knows the way on. Still a 404; null for the rest. */
async function lost(request: Request, type: string | undefined, assets: Assets): Promise<Response | null> {
  const isPerson =
    type === undefined &&
    request.method === "GET" &&
    /\btext\/html\b/.test(request.headers.get("accept") ?? "");
  const page = isPerson ? await assets("/index.html") : null;
  if (page === null) return null;
  const headers = { ...SECURITY, "content-type": TYPES["html"] ?? "", "cache-control": "no-store" };
  return new Response(page.body, { status: 404, headers });
}

const bodyless = (request: Request, response: Response): Response =>
  request.method === "HEAD" ? new Response(null, response) : response;

async function answer(request: Request, path: string, type: string, file: Response): Promise<Response> {
  const changed = file.headers.get("last-modified");
  const headers: Record<string, string> = {
    ...SECURITY,
    "content-type": type,
    // Vite puts a hash into the name of everything in /assets/.
    "cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
    ...(KEPT.test(path) ? { "content-disposition": "attachment" } : {}),
    ...(changed === null ? {} : { "last-modified": changed }),
  };
  if (changed !== null && request.headers.get("if-modified-since") === changed) {
    await file.body?.cancel();
    return new Response(null, { status: 304, headers });
  }
  if (COMPRESSIBLE.test(type)) {
    headers["vary"] = "accept-encoding";
    // The runtime compresses a body whose headers say so.
    if (GZIP.test(request.headers.get("accept-encoding") ?? "")) headers["content-encoding"] = "gzip";
  }
  if (request.method === "HEAD") {
    await file.body?.cancel();
    return new Response(null, { headers });
  }
  return new Response(file.body, { headers });
}
