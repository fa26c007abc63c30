/** X-Forwarded-Host and -Proto on workerd: read from a trusted proxy, ignored from everybody else. */
import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PushService } from "../harness/fakes/push-service";
import { connect, newOpenRoom, ConnectionRefused } from "../harness/client";
import { sendRequest, postAction } from "../harness/http";
import { freePort } from "../harness/processes";
import { readVapidKey } from "../harness/push";
import { temporaryFolder } from "../harness/paths";
import { startServer } from "../harness/server";
import { runUntilExit } from "../harness/start-script";
import type { Server } from "../harness/server";

const ORIGIN = "https://tomato.example";
const FORWARDED = { "x-forwarded-proto": "https", "x-forwarded-host": "tomato.example" };

let publicKey = "";
let service: PushService;
beforeAll(async () => {
  service = await PushService.start(() => publicKey);
});
afterAll(() => service.stop());

/** The address that a push opens. A script subscribes without an Origin header, so the URL of its request counts. */
async function pushTarget(server: Server, headers: Record<string, string>): Promise<string> {
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

/** 101 if a page of this origin may open a socket; otherwise the status of the refusal. */
async function openSocket(server: Server, headers: Record<string, string>, origin: string): Promise<number> {
  try {
    (await connect(server.socket(newOpenRoom()), { headers, origin })).terminate();
    return 101;
  } catch (error) {
    if (error instanceof ConnectionRefused) return error.status;
    throw error;
  }
}

/** The status of a press in an open room from a page of this origin. */
async function postPress(server: Server, headers: Record<string, string>, origin: string): Promise<number> {
  const body = JSON.stringify({ action: "press" });
  const options = { method: "POST", headers: { ...headers, origin }, body };
  return (await sendRequest(server, `/parties/main/${newOpenRoom()}`, options)).status;
}

describe.each([
  ["the server trusts no proxy", {}],
  ["TRUST_PROXY names other addresses", { TRUST_PROXY: "192.0.2.1, 127.0.0.0/32 ::1" }],
])("where %s", (condition, env) => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer({ env: { ...env, PUSH_ORIGINS: service.origin } });
  });
  afterAll(() => server.dispose());

  test(`where ${condition}, a forged X-Forwarded-Host does not admit a foreign page`, async () => {
    expect(await openSocket(server, FORWARDED, ORIGIN)).toBe(403);
    expect(await postPress(server, FORWARDED, ORIGIN)).toBe(403);
    expect(await openSocket(server, FORWARDED, server.http)).toBe(101);
    expect(await postPress(server, FORWARDED, server.http)).toBe(200);
  });

  test(`where ${condition}, a forged X-Forwarded-Host does not change the address that a push opens`, async () => {
    const forged = { ...FORWARDED, "x-forwarded-for": "192.0.2.1", "cf-connecting-ip": "192.0.2.1" };
    expect(await pushTarget(server, forged)).toBe(`${server.http}/r/ROOM`);
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

  test("behind a trusted proxy the host that the browser requested is the own one, and the address behind the proxy is not", async () => {
    expect(await openSocket(server, FORWARDED, ORIGIN)).toBe(101);
    expect(await postPress(server, FORWARDED, ORIGIN)).toBe(200);
    expect(await openSocket(server, FORWARDED, server.http)).toBe(403);
    expect(await postPress(server, FORWARDED, server.http)).toBe(403);
  });

  test("a push opens the address that the trusted proxy forwarded", async () => {
    expect(await pushTarget(server, FORWARDED)).toBe(`${ORIGIN}/r/ROOM`);
  });

  test("a trusted proxy that sends no X-Forwarded header changes nothing", async () => {
    expect(await openSocket(server, {}, server.http)).toBe(101);
    expect(await openSocket(server, {}, ORIGIN)).toBe(403);
  });
});

test.each(["localhost", "127.0.0.1:80", "10.0.0.0/33", "127.0.0.1 *", "fe80::1%eth0"])(
  "npm start refuses TRUST_PROXY=%s with a clear message and exit code 1",
  async (value) => {
    const folder = temporaryFolder();
    const port = String(await freePort());
    const { code, output } = await runUntilExit({ TRUST_PROXY: value, PORT: port, DATA_DIR: folder });
    rmSync(folder, { recursive: true, force: true });
    expect(output).toMatch(/^Shared Pomodoro cannot start: TRUST_PROXY: not an address.*\n$/);
    expect(code).toBe(1);
  },
);
