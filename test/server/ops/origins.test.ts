/** ALLOWED_ORIGINS and Host on workerd: different spellings of one origin are the same origin. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, ConnectionRefused, newOpenRoom } from "../../harness/client";
import { sendRequest } from "../../harness/http";
import { startServer } from "../../harness/server";
import type { Server } from "../../harness/server";

let server: Server;
beforeAll(async () => {
  server = await startServer({
    env: { ALLOWED_ORIGINS: "HTTPS://Allowed.Example:443/, http://localhost:5173/" },
  });
});
afterAll(() => server.dispose());

/** The status of a press and of a new socket, from a page of this origin to a server of this host. */
async function statuses(origin: string, host: string): Promise<readonly number[]> {
  const body = JSON.stringify({ action: "press" });
  const options = { method: "POST", headers: { host, origin }, body };
  const { status } = await sendRequest(server, `/parties/main/${newOpenRoom()}`, options);
  return [status, await openSocket(origin, host)];
}

async function openSocket(origin: string, host: string): Promise<number> {
  try {
    (await connect(server.socket(newOpenRoom()), { headers: { host }, origin })).terminate();
    return 101;
  } catch (error) {
    if (error instanceof ConnectionRefused) return error.status;
    throw error;
  }
}

test.each(["https://allowed.example", "http://localhost:5173"])(
  "the origin %s is allowed, although the setting spells it with a slash, capitals or the default port",
  async (origin) => expect(await statuses(origin, server.host)).toEqual([200, 101]),
);

test.each([
  ["https://tomato.example", "tomato.example:443"],
  ["http://tomato.example", "tomato.example:80"],
])("the page %s is the server's own where a proxy sends Host: %s", async (origin, host) => {
  expect(await statuses(origin, host)).toEqual([200, 101]);
});

test.each([
  ["https://tomato.example:8443", "tomato.example:443"],
  ["http://allowed.example", "tomato.example"],
  ["https://evil.example", "tomato.example:443"],
])("the page %s is foreign where a proxy sends Host: %s", async (origin, host) => {
  expect(await statuses(origin, host)).toEqual([403, 403]);
});
