/** Requests with a Host, headers or an address that no browser sends are refused, and leave no connection in a room. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BODY_MS } from "../../party/platform/requestBody";
import { enter, enterWithKey, isPeople, newOpenRoom, newPrivateRoom } from "../harness/client";
import { getRoom, postAction } from "../harness/http";
import { exchange, exchangeOn, openTcp, statusOf } from "../security/raw-socket";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

/** The status of the answer to a request that is written by hand. */
async function status(path: string, headers: readonly string[], method = "GET"): Promise<number | null> {
  const head = [`${method} ${path} HTTP/1.1`, ...headers, "", ""].join("\r\n");
  return statusOf(await exchange(server.port, Buffer.from(head, "utf8")));
}

const upgrade = (): string[] => [
  "connection: Upgrade",
  "upgrade: websocket",
  "sec-websocket-version: 13",
  `sec-websocket-key: ${randomBytes(16).toString("base64")}`,
];

test.each([
  "tömato.example",
  "\u{1F345}",
  "a b",
  "a/b",
  "a@b",
  "a?b",
  '"',
  "[::1",
  "a:b",
  `${"a".repeat(300)}`,
])("a request with Host: %s is answered with 400, for the app and for a room", async (host) => {
  for (const path of ["/", "/healthz", "/parties/main/our-kitchen"])
    expect([path, await status(path, [`host: ${host}`])]).toEqual([path, 400]);
  expect(await status("/parties/main/our-kitchen", [`host: ${host}`, ...upgrade()])).toBe(400);
});

test.each(["localhost", "a.example:443", "[::1]:1999", "127.0.0.1", "my_server", "xn--tmato-kua.example"])(
  "a request with Host: %s is answered",
  async (host) => {
    expect(await status("/healthz", [`host: ${host}`])).toBe(200);
  },
);

test("upgrades with a Host of 16 KB, a long query or many headers are refused, and leave nobody in the room", async () => {
  const { id, key } = newPrivateRoom();
  const owner = await enterWithKey(server.socket(id), key, "Kim");
  const path = `/parties/main/${id}`;
  for (let i = 0; i < 3; i++) {
    expect(await status(path, [`host: ${"a".repeat(16_384)}`, ...upgrade()])).toBeGreaterThanOrEqual(400);
    expect(await status(`${path}?${"a".repeat(16_384)}`, ["host: x", ...upgrade()])).toBe(414);
    const many = Array.from({ length: 40 }, (_, n) => `x-${n}: ${"a".repeat(1000)}`);
    expect(await status(path, ["host: x", ...many, ...upgrade()])).toBe(431);
  }
  const { client: friend } = await enter(server.socket(id));
  await friend.join({ name: "Ada" });
  const people = await owner.next((m) => isPeople(m) && m.people.some(({ name }) => name === "Ada"));
  expect(people).toMatchObject({ count: 2 });
  await Promise.all([owner.close(), friend.close()]);
});

test("an upgrade with a query of 8,000 characters and headers of 16,000 is accepted, and its socket works", async () => {
  const { id, key } = newPrivateRoom();
  const headers = { "x-long": "a".repeat(15_000) };
  const { client } = await enter(`${server.socket(id)}?${"a".repeat(7900)}`, { headers });
  expect(await client.join({ key, name: "Kim" })).toMatchObject({ role: "control" });
  expect(await client.change({ action: "press" })).toMatchObject({ state: 1 });
  await client.close();
});

test("no request target and no Host reaches what only the server requests of a room", async () => {
  const { id, key } = newPrivateRoom();
  await postAction(server, id, { action: "press" }, { key });
  const before = await getRoom(server, id);
  const step = encodeURIComponent(
    JSON.stringify({ byMs: -3_600_000, since: Date.now(), at: Date.now() + 1 }),
  );
  const room = `/parties/main/${id}`;
  const own = ["worker", "WORKER", "worker:80", "clock-step", "assets", "files"];
  for (const [scheme, host] of own.flatMap((host) =>
    ["http", "HTTP", "https"].map((s) => [s, host] as const),
  )) {
    for (const path of [
      "/store",
      "/wake",
      "/ring",
      `/clock-step?${step}`,
      `${room}?${step}`,
      `${room}/../../../store`,
    ]) {
      for (const target of [path, `/${path}`, `//${host}${path}`, `${scheme}://${host}${path}`]) {
        const usual = await status(target.replace(host, "localhost"), ["host: localhost"]);
        expect([target, host, await status(target, [`host: ${host}`])]).toEqual([target, host, usual]);
        for (const method of ["POST", "PUT", "DELETE"])
          expect([target, method, await status(target, [`host: ${host}`], method)]).not.toContain(204);
        expect(await status(target, [`host: ${host}`, ...upgrade()])).not.toBe(204);
      }
    }
  }
  expect(await getRoom(server, id)).toMatchObject({ rev: before.rev, ends_at: before.ends_at });
});

test("a client that names another address in X-Peer is an ordinary client", async () => {
  const { client } = await enter(server.socket(newPrivateRoom().id), {
    headers: { "x-peer": "a".repeat(4000) },
  });
  expect((await client.sync()).type).toBe("pong");
  await client.close();
});

test("a request whose body does not arrive is answered with 408 after ten seconds and closed, and changes nothing", async () => {
  const room = newOpenRoom();
  const path = `/parties/main/${room}`;
  await postAction(server, room, { action: "press" });
  const parts = [
    ["POST", path, "content-length: 100", '{"action":"hold"}'],
    ["POST", path, "transfer-encoding: chunked", '11\r\n{"action":"hold"}\r\n'],
    ["PUT", `${path}/push`, "content-length: 100", "{"],
    ["DELETE", `${path}/push`, "content-length: 100", "{"],
  ];
  const start = performance.now();
  const answers = parts.map(([method, target, header, part]) =>
    exchange(server.port, `${method} ${target} HTTP/1.1\r\nhost: x\r\n${header}\r\n\r\n${part}`, /never/),
  );
  for (const answer of await Promise.all(answers)) expect(statusOf(answer)).toBe(408);
  expect(performance.now() - start).toBeLessThan(BODY_MS + 10_000); // the server has closed them
  expect((await getRoom(server, room)).rev).toBe(1);
});

test("a body that arrives in parts counts", async () => {
  const room = newOpenRoom();
  const socket = await openTcp(server.port);
  socket.write(
    `POST /parties/main/${room} HTTP/1.1\r\nhost: x\r\ncontent-length: 18\r\nconnection: close\r\n\r\n{"action"`,
  );
  await getRoom(server, room); // by now the server waits for the rest
  expect(statusOf(await exchangeOn(socket, ':"press"}', /\r\n\r\n/))).toBe(200);
  expect((await getRoom(server, room)).rev).toBe(1);
});
