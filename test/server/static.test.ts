/** The app's files over HTTP: types, caching, addresses, headers, and hostile paths. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, newOpenRoom, newPrivateRoom, ConnectionRefused } from "../harness/client";
import { sendRequest } from "../harness/http";
import type { HttpResponse, RequestOptions } from "../harness/http";
import { root } from "../harness/paths";
import { pageWithRoom, withoutDrawing, withoutRoom } from "../harness/room-html";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

const app = join(root, "dist", "app");
/** Every built file, as the path under which it is served. */
const built = readdirSync(app, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(app.length).replaceAll("\\", "/"));
const hashed = built.filter((path) => path.startsWith("/assets/"));
const index = readFileSync(join(app, "index.html"), "utf8");

const get = (path: string, options?: RequestOptions): Promise<HttpResponse> =>
  sendRequest(server, path, options);

const TYPES: Record<string, RegExp> = {
  html: /^text\/html; ?charset=utf-8$/i,
  js: /^(?:text|application)\/javascript(?:; ?charset=utf-8)?$/i,
  css: /^text\/css(?:; ?charset=utf-8)?$/i,
  svg: /^image\/svg\+xml/,
  png: /^image\/png$/,
  ico: /^image\/(?:x-icon|vnd\.microsoft\.icon)$/,
  json: /^application\/json/,
  webmanifest: /^application\/manifest\+json/,
  woff2: /^font\/woff2$/,
  woff: /^font\/woff$/,
  txt: /^text\/plain/,
  hex: /^text\/plain/,
  py: /^text\/x-python/,
  zip: /^application\/zip$/,
};

describe("files", () => {
  test("every built file is served completely and with its type", async () => {
    expect(built).toContain("/index.html");
    for (const path of built) {
      const answer = await get(path);
      expect({ path, status: answer.status }).toEqual({ path, status: 200 });
      expect(answer.body.equals(readFileSync(join(app, path)))).toBe(true);
      const type = TYPES[path.slice(path.lastIndexOf(".") + 1)];
      expect(type, `a type for ${path}`).toBeDefined();
      expect(answer.headers["content-type"]).toMatch(type ?? /^$/);
    }
  });

  test("files with a hash in their name are cached for a year, and all others are revalidated", async () => {
    for (const path of built) {
      const caching = (await get(path)).headers["cache-control"] ?? "";
      if (hashed.includes(path)) {
        expect(caching).toContain("immutable");
        expect(Number(/max-age=(\d+)/.exec(caching)?.[1])).toBeGreaterThanOrEqual(31_536_000);
      } else expect({ path, caching }).toEqual({ path, caching: "no-cache" });
    }
    expect(hashed.length).toBeGreaterThan(0);
  });

  test("a conditional request for an unchanged file is 304 without a body", async () => {
    for (const path of ["/", "/index.html", ...hashed.slice(0, 1)]) {
      const { headers } = await get(path);
      const since = headers["last-modified"];
      const tag = headers.etag;
      expect(since ?? tag).toBeDefined();
      const again = await get(path, {
        headers: {
          ...(since === undefined ? {} : { "if-modified-since": since }),
          ...(tag === undefined ? {} : { "if-none-match": tag }),
        },
      });
      expect([again.status, again.text]).toEqual([304, ""]);
      expect(again.headers["cache-control"]).toBe(headers["cache-control"]);
      const old = { "if-modified-since": "Thu, 01 Jan 1970 00:00:00 GMT" };
      expect((await get(path, { headers: old })).status).toBe(200);
    }
  });

  test("text is sent gzipped to clients that accept it and plain to others, both with Vary", async () => {
    for (const path of ["/", ...hashed.filter((file) => file.endsWith(".js")).slice(0, 1)]) {
      const plain = await get(path);
      expect(plain.headers["content-encoding"]).toBeUndefined();
      expect(plain.headers.vary?.toLowerCase()).toContain("accept-encoding");
      const packed = await get(path, { headers: { "accept-encoding": "gzip, deflate, br" } });
      expect(packed.headers["content-encoding"]).toBe("gzip");
      expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    }
  });

  test("a client with gzip;q=0 gets no gzip", async () => {
    const { headers } = await get("/", { headers: { "accept-encoding": "gzip;q=0, identity" } });
    expect(headers["content-encoding"]).toBeUndefined();
  });

  test("HEAD of a file has the headers of GET and no body", async () => {
    for (const path of ["/", "/healthz", "/nothing", "/r/kitchen", ...hashed.slice(0, 1)]) {
      const [whole, head] = [await get(path), await get(path, { method: "HEAD" })];
      expect([head.status, head.text]).toEqual([whole.status, ""]);
      for (const name of ["content-type", "cache-control", "last-modified", "content-security-policy"]) {
        expect(head.headers[name]).toBe(whole.headers[name]);
      }
    }
  });
});

describe("addresses", () => {
  test.each([
    ["/", "no-cache"],
    ["/?x=1", "no-cache"],
    ["/r/kitchen/", "no-store"],
    ["/r/kitchen.", "no-store"],
    ["/r/kitchen%23abcdefghijklmnopqrstuv", "no-store"],
    ["/r/%E2%80%AE", "no-store"],
  ])("GET of %s returns the app, with Cache-Control %s", async (path, caching) => {
    const { status, text, headers } = await get(path);
    expect([status, withoutRoom(text)]).toEqual([200, index]);
    expect(headers["content-type"]).toMatch(/^text\/html/);
    expect(headers["cache-control"]).toBe(caching);
  });

  test.each(["/r/kitchen", "/r/abcdefghijklmnopqrstuv", "/r/kitchen?source=pwa"])(
    "GET of %s returns the app with the room in it, which nothing may store",
    async (path) => {
      const { status, text, headers } = await pageWithRoom(server, path.slice("/r/".length));
      expect([status, withoutDrawing(withoutRoom(text))]).toEqual([200, withoutDrawing(index)]);
      expect(withoutRoom(text)).not.toBe(index);
      expect(headers["content-type"]).toMatch(/^text\/html/);
      expect(headers["cache-control"]).toBe("no-store");
      expect(headers["last-modified"]).toBeUndefined();
    },
  );

  test("robots.txt lets chats read a room's page for a preview, and the page asks search engines not to list it", async () => {
    expect((await get("/robots.txt")).text).not.toMatch(/^disallow: *\/r/im);
    expect((await get("/r/kitchen")).headers["x-robots-tag"]).toBe("noindex");
    expect((await get("/")).headers["x-robots-tag"]).toBeUndefined();
  });

  test.each([
    "/nothing",
    "/nothing.js",
    "/assets/nothing.js",
    "/assets/",
    "/assets",
    "/favicon.bin",
    "/app/index.html",
  ])("GET of %s is 404 and not the app", async (path) => {
    const { status, text, headers } = await get(path);
    expect(status).toBe(404);
    expect(text).not.toContain("<html");
    expect(headers["cache-control"]).toMatch(/no-store|no-cache/);
  });

  test("an unknown page address returns the app with status 404, and a missing file a short text", async () => {
    const headers = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
    const page = await get("/nothing/here", { headers });
    expect([page.status, page.text]).toEqual([404, index]);
    expect(page.headers["content-type"]).toMatch(/^text\/html/);
    expect(page.headers["cache-control"]).toBe("no-store");
    expect(page.headers["content-security-policy"]).toBeDefined();
    const file = await get("/nothing.js", { headers });
    expect([file.status, file.text]).toEqual([404, "not found\n"]);
  });

  test.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])(
    "%s of a page is 405 with the allowed methods",
    async (method) => {
      const { status, headers } = await get("/", { method });
      expect(status).toBe(405);
      expect(headers.allow).toBe("GET, HEAD");
    },
  );

  test.each(["/", "/r/kitchen", "/healthz", "/nothing"])(
    "a WebSocket connection to %s is refused",
    async (path) => {
      const refused = await connect(`ws://${server.host}${path}`).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(ConnectionRefused);
      expect(refused instanceof ConnectionRefused && refused.status).not.toBe(101);
    },
  );
});

describe("security headers", () => {
  /** Every kind of response. */
  const KINDS: readonly [string, number, string, RequestOptions?][] = [
    ["the app", 200, "/"],
    ["a room's page", 200, "/r/kitchen"],
    ["a file", 200, "/index.html"],
    ["HEAD", 200, "/", { method: "HEAD" }],
    ["the health check", 200, "/healthz"],
    ["a missing file", 404, "/nothing.js"],
    ["a wrong method", 405, "/", { method: "POST" }],
    ["a room", 200, `/parties/main/${newOpenRoom()}`],
    ["a room's HEAD", 200, `/parties/main/${newOpenRoom()}`, { method: "HEAD" }],
    [
      "a room's change",
      200,
      `/parties/main/${newOpenRoom()}`,
      { method: "POST", body: '{"action":"press"}' },
    ],
    ["a room's error", 400, `/parties/main/${newOpenRoom()}`, { method: "POST", body: "{" }],
    [
      "a room's refusal",
      403,
      `/parties/main/${newPrivateRoom().id}`,
      { method: "POST", body: '{"action":"press"}' },
    ],
    ["a room's preflight", 204, `/parties/main/${newOpenRoom()}`, { method: "OPTIONS" }],
    ["a room's wrong method", 405, `/parties/main/${newOpenRoom()}`, { method: "DELETE" }],
    ["an invalid room id", 404, "/parties/main/ab"],
    ["an unknown party", 404, "/parties/other/kitchen"],
    ["a path that cannot be decoded", 404, "/%E0%A4%A"],
  ];
  const checkHeaders = (headers: Readonly<Record<string, string | string[] | undefined>>): void => {
    const csp = String(headers["content-security-policy"]);
    expect(csp).toMatch(/default-src '(?:none|self)'/);
    expect(csp).not.toContain("unsafe-");
    expect(csp).not.toMatch(/[ ;]\*|https?:|data:/);
    for (const directive of ["base-uri", "frame-ancestors", "form-action"]) expect(csp).toContain(directive);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["permissions-policy"]).toContain("serial=(self)");
    expect(headers["permissions-policy"]).toContain("hid=(self)");
    expect(headers["permissions-policy"]).toContain("usb=(self)");
    expect(headers["server"]).toBeUndefined();
    expect(headers["x-powered-by"]).toBeUndefined();
  };

  test.each(KINDS)("the response for %s (%i) has the security headers", async (_, status, path, options) => {
    const answer = await get(path, options);
    expect(answer.status).toBe(status);
    checkHeaders(answer.headers);
  });

  test("a 304 response has the security headers", async () => {
    const { headers } = await get("/");
    const answer = await get("/", { headers: { "if-modified-since": headers["last-modified"] ?? "" } });
    expect(answer.status).toBe(304);
    checkHeaders(answer.headers);
  });

  test("every built file has the security headers, with the same policy", async () => {
    const csp = (await get("/")).headers["content-security-policy"];
    for (const path of built) {
      const { headers } = await get(path);
      checkHeaders(headers);
      expect(headers["content-security-policy"]).toBe(csp);
    }
  });

  test("only the overlay of a room in the address may be framed, and its policy is the same in all else", async () => {
    const policyOf = async (path: string, options?: RequestOptions): Promise<unknown> =>
      (await get(path, options)).headers["content-security-policy"];
    const framed = await policyOf("/r/kitchen?view=overlay");
    expect(framed).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(`${String(framed)}; frame-ancestors 'none'`).toBe(await policyOf("/r/kitchen"));
    const privateOverlay = `/r/${newPrivateRoom().id}?view=overlay`;
    for (const options of [{}, { method: "HEAD" }, { headers: { "accept-encoding": "gzip" } }])
      expect(await policyOf(privateOverlay, options)).toBe(framed);
    for (const path of [
      "/?view=overlay",
      "/index.html?view=overlay",
      "/r/kitchen",
      "/r/kitchen?view=overlays",
      "/r/kitchen?view=Overlay",
      "/r/kitchen?view=&view=overlay",
      "/r/kitchen?x=view=overlay",
      "/r/kitchen/?view=overlay",
      "/r/Kitchen?view=overlay",
      "/r/kitchen%23?view=overlay",
      "/nothing?view=overlay",
      "/healthz?view=overlay",
      "/parties/main/kitchen?view=overlay",
      "/embed.js?view=overlay",
    ])
      expect([path, await policyOf(path)]).toEqual([path, expect.stringContaining("frame-ancestors 'none'")]);
  });

  test("pages of other origins may load embed.js as a module, and no other file", async () => {
    expect((await get("/embed.js")).headers["access-control-allow-origin"]).toBe("*");
    for (const path of ["/sw.js", "/index.html", ...hashed.slice(0, 1)])
      expect((await get(path)).headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("the responses 404 and 403 that refuse a WebSocket connection have the security headers", async () => {
    const refusals = await Promise.all([
      connect(server.socket("ab")).catch((error: unknown) => error),
      connect(server.socket(newOpenRoom()), { origin: "https://evil.example" }).catch(
        (error: unknown) => error,
      ),
    ]);
    expect(refusals.map((error) => error instanceof ConnectionRefused && error.status)).toEqual([404, 403]);
    for (const error of refusals) if (error instanceof ConnectionRefused) checkHeaders(error.headers);
  });
});

describe("hostile paths", () => {
  const PATHS = [
    "/..%2f",
    "/..%2fpackage.json",
    "/../package.json",
    "/%2e%2e/package.json",
    "/assets/../../../package.json",
    "/assets/..%2f..%2f..%2fpackage.json",
    "/..%5c..%5cpackage.json",
    "//",
    "///etc/passwd",
    "//evil.example/",
    "/%E0%A4%A",
    "/%E0%A4%A.js",
    "/%00",
    "/index.html%00.js",
    "/%",
    "/r/%",
    "/r/",
    "/r/a/b",
    "/r/..%2f..%2fpackage.json",
    "/.env",
    "/.selfhost/worker.js",
    "/package.json",
    "/party/server.ts",
    "/parties/__proto__/x",
    "/parties/constructor/kitchen",
    "/parties/main/%2e%2e",
    "/parties/main/..%2f",
    "/parties/main/%E0%A4%A",
    "/parties/main//",
    "/parties//kitchen",
    "/parties",
    "/part",
    "/index.html/",
    "/assets/.",
    `/${"a".repeat(8000)}`,
    `/${"%2e".repeat(2000)}.js`,
    "/con.js",
    "/a\\b.js",
    "http://evil.example/",
    "*",
  ];
  test.each(PATHS)("the path %s gets neither a project file nor a status of 500 or more", async (path) => {
    for (const method of ["GET", "HEAD", "POST"]) {
      const { status, text } = await get(path, { method });
      expect(status).toBeLessThan(500);
      expect(text).not.toMatch(/root:|"devDependencies"|valibot|satisfies/);
    }
  });

  test("the server answers and has printed no error after all hostile paths", async () => {
    expect((await get("/healthz")).status).toBe(200);
    expect(server.output.split("\n")).toEqual([
      `Shared Pomodoro on ${server.url}`,
      expect.stringContaining("HOST=0.0.0.0"),
      "",
    ]);
  });
});
