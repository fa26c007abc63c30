/** Tests which requests and sockets reach a room. */
import { describe, expect, test } from "vitest";
import { admitRequest, admitSocket, isFromForeignPage, roomAddress } from "../../../party/http/routing";

const HOST = "http://tomato.example";
const PRIVATE = "AAAAAAAAAAAAAAAAAAAAAA";
const request = (path: string, headers: Record<string, string> = {}) => new Request(HOST + path, { headers });
const status = (answer: Request | Response): number | "let in" =>
  answer instanceof Response ? answer.status : "let in";

const NO_ROOMS = [
  "/", "/parties", "/parties/main", "/parties/main/", "/parties/main/ab", "/parties/main/Kitchen", "/parties/main/kit_chen",
  `/parties/main/${"a".repeat(40)}`, `/parties/main/${PRIVATE}A`, "/parties/other/kitchen", "/parties/__proto__/x",
  "/parties/main/__proto__", "/parties/main/%E0%A4%A", "/parties/main/k%69tchen", "/parties/main/kitchen%2F",
  "/parties/main/kitchen/", "/parties/main/kitchen/pushy", "/parties/main/kitchen/push/", "/parties/main/kitchen/x",
  "//parties/main/kitchen", "/party/kitchen", "/parties/MAIN/kitchen", `/parties/main/${"a".repeat(5000)}`, "/parties/main/küche",
]; // prettier-ignore

describe("a path", () => {
  test.each([
    ["/parties/main/kitchen", "kitchen", ""],
    [`/parties/main/${PRIVATE}`, PRIVATE, ""],
    ["/parties/main/kitchen?x=1", "kitchen", ""],
    ["/parties/main/kitchen/push", "kitchen", "/push"],
  ])("the path %s is the address of a room", (path, id, rest) => {
    expect(roomAddress(HOST + path)).toEqual({ id, rest });
    expect(status(admitRequest(request(path)))).toBe("let in");
  });

  test.each(NO_ROOMS.map((path) => [path]))(
    "the path %s is no room's address: a socket and a request are refused with 404",
    (path) => {
      expect(roomAddress(HOST + path)).toBeNull();
      expect(status(admitRequest(request(path)))).toBe(404);
      expect(status(admitSocket(request(path), {}))).toBe(404);
    },
  );

  test("a socket to the path of pushes is refused with 404", () => {
    expect(status(admitSocket(request("/parties/main/kitchen/push"), {}))).toBe(404);
  });
});

describe("a socket", () => {
  test.each([
    ["without an Origin, as a script opens it,", {}],
    ["from the room's own host", { origin: "http://tomato.example", host: "tomato.example" }],
    [
      "from the room's own host, over TLS that a proxy ends,",
      { origin: "https://tomato.example", host: "tomato.example" },
    ],
    ["from an allowed origin", { origin: "https://allowed.example", host: "tomato.example" }],
  ])("a socket %s is accepted", (_, headers) => {
    const env = { ALLOWED_ORIGINS: "https://other.example, https://allowed.example" };
    expect(status(admitSocket(request("/parties/main/kitchen", headers), env))).toBe("let in");
    expect(isFromForeignPage(request("/parties/main/kitchen", headers), env)).toBe(false);
  });

  test.each([
    "https://evil.example",
    "null",
    "http://tomato.example.evil.example",
    "http://tomato.example:81",
  ])("a socket from the foreign Origin %s is refused with 403", (origin) => {
    const foreign = request("/parties/main/kitchen", { origin, host: "tomato.example" });
    expect(status(admitSocket(foreign, {}))).toBe(403);
    expect(isFromForeignPage(foreign, {})).toBe(true);
  });

  test("a socket to no room is refused with 404, even from a foreign Origin", () => {
    expect(status(admitSocket(request("/parties/main/AB", { origin: "https://evil.example" }), {}))).toBe(
      404,
    );
  });

  test("the server chooses the id of a connection, whatever the query contains", () => {
    const ids = ["?_pk=victim", "?_pk=victim&_pk=other", "?_PK=1&_pk=", ""].map((query) => {
      const admitted = admitSocket(request(`/parties/main/kitchen${query}`), {});
      if (admitted instanceof Response) throw new Error(`refused with ${admitted.status}`);
      const { pathname, searchParams } = new URL(admitted.url);
      expect(pathname).toBe("/parties/main/kitchen");
      expect(searchParams.getAll("_pk")).toHaveLength(1);
      return searchParams.get("_pk") ?? "";
    });
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("a socket's request keeps its headers", () => {
    const admitted = admitSocket(
      request("/parties/main/kitchen", { "user-agent": "uno", authorization: "x" }),
      {},
    );
    if (admitted instanceof Response) throw new Error(`refused with ${admitted.status}`);
    expect(admitted.headers.get("user-agent")).toBe("uno");
  });
});

describe("a refusal", () => {
  test("a refusal is plain text that is not cached, with the headers that every response has", async () => {
    const answer = admitRequest(request("/parties/main/AB"));
    if (!(answer instanceof Response)) throw new Error("let in");
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("set-cookie")).toBeNull();
    expect((await answer.text()).length).toBeLessThan(100);
  });
});
