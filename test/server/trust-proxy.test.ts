/** X-Forwarded-* and who is believed, on the real runtime: what a stranger forges changes nothing. */
import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PushService } from "../harness/fakes/push-service";
import { connect, newOpenRoom, ConnectionRefused } from "../harness/client";
import { sendRequest, postAction } from "../harness/http";
import { freePort } from "../harness/processes";
import { readVapidKey } from "../harness/push";
import { runUntilExit, startServer, temporaryFolder } from "../harness/server";
import type { Server } from "../harness/server";

const ORIGIN = "https://tomato.example";
const FORWARDED = { "x-forwarded-proto": "https", "x-forwarded-host": "tomato.example" };

let publicKey = "";
let service: PushService;
beforeAll(async () => {
  service = await PushService.start(() => publicKey);
});
afterAll(() => service.stop());

/** Where a push leads that a script has asked for: it names no origin, so the address that it called counts. */
async function leadsTo(server: Server, headers: Record<string, string>): Promise<string> {
  publicKey = await readVapidKey(server);
  const room = newOpenRoom();
  const device = service.newDevice();
  const body = JSON.stringify({ subscription: device });
  const put = await sendRequest(server, `/parties/main/${room}/push`, { method: "PUT", headers, body });
  expect([put.status, put.text]).toEqual([201, ""]);
  await postAction(server, room, { action: "setup", work_duration: 1 });
  await postAction(server, room, { action: "press" });
  const { navigate } = (await service.waitForPush(device, 1, 20_000)).message.notification;
  return navigate.replace(room, "ROOM");
}

/** Whether a page of this origin may open a socket; the status where it may not. */
async function knock(server: Server, headers: Record<string, string>, origin: string): Promise<number> {
  try {
    (await connect(server.socket(newOpenRoom()), { headers, origin })).terminate();
    return 101;
  } catch (error) {
    if (error instanceof ConnectionRefused) return error.status;
    throw error;
  }
}

/** Whether a page of this origin may press in an open room: its status. */
async function press(server: Server, headers: Record<string, string>, origin: string): Promise<number> {
  const body = JSON.stringify({ action: "press" });
  const wish = { method: "POST", headers: { ...headers, origin }, body };
  return (await sendRequest(server, `/parties/main/${newOpenRoom()}`, wish)).status;
}

describe.each([
  ["by default", {}],
  ["where TRUST_PROXY names somebody else", { TRUST_PROXY: "192.0.2.1, 127.0.0.0/32 ::1" }],
])("%s", (_, env) => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer({ env: { ...env, PUSH_ORIGINS: service.origin } });
  });
  afterAll(() => server.dispose());

  test("a forged host makes no foreign page an own one", async () => {
    expect(await knock(server, FORWARDED, ORIGIN)).toBe(403);
    expect(await press(server, FORWARDED, ORIGIN)).toBe(403);
    expect(await knock(server, FORWARDED, server.http)).toBe(101);
    expect(await press(server, FORWARDED, server.http)).toBe(200);
  });

  test("a forged host leads no push elsewhere", async () => {
    const forged = { ...FORWARDED, "x-forwarded-for": "192.0.2.1", "cf-connecting-ip": "192.0.2.1" };
    expect(await leadsTo(server, forged)).toBe(`${server.http}/r/ROOM`);
  });
});

describe("where TRUST_PROXY names the proxy", () => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer({
      env: { TRUST_PROXY: "10.0.0.0/8 127.0.0.1", PUSH_ORIGINS: service.origin },
    });
  });
  afterAll(() => server.dispose());

  test("the host that the browser asked for is the own one, and the one behind the proxy is not", async () => {
    expect(await knock(server, FORWARDED, ORIGIN)).toBe(101);
    expect(await press(server, FORWARDED, ORIGIN)).toBe(200);
    expect(await knock(server, FORWARDED, server.http)).toBe(403);
    expect(await press(server, FORWARDED, server.http)).toBe(403);
  });

  test("a push leads there", async () => {
    expect(await leadsTo(server, FORWARDED)).toBe(`${ORIGIN}/r/ROOM`);
  });

  test("without those headers it is as without a proxy", async () => {
    expect(await knock(server, {}, server.http)).toBe(101);
    expect(await knock(server, {}, ORIGIN)).toBe(403);
  });
});

test.each(["localhost", "127.0.0.1:80", "10.0.0.0/33", "127.0.0.1 *", "fe80::1%eth0"])(
  "TRUST_PROXY=%s: a clear word and exit 1",
  async (value) => {
    const folder = temporaryFolder();
    const port = String(await freePort());
    const { code, output } = await runUntilExit({ TRUST_PROXY: value, PORT: port, DATA_DIR: folder });
    rmSync(folder, { recursive: true, force: true });
    expect(output).toMatch(/^Shared Pomodoro cannot start: TRUST_PROXY: not an address.*\n$/);
    expect(code).toBe(1);
  },
);
