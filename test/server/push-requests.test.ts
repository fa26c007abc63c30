/** The requests of devices to a room's push address, /parties/main/ROOM/push. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newOpenRoom, newPrivateRoom } from "../harness/client";
import { getRoom, sendRequest } from "../harness/http";
import {
  act,
  putSubscription,
  requestPush,
  startServerWithPush,
  startWork,
  subscribe,
} from "../harness/push";
import type { PushServer } from "../harness/push";
import { listFiles } from "../harness/stored-rooms";

const codeOf = (text: string): unknown => (JSON.parse(text) as { code: unknown }).code;
let stage: PushServer;
beforeAll(async () => {
  stage = await startServerWithPush();
});
afterAll(() => stage.dispose());

describe("the requests to a room's push address", () => {
  test("a subscription from anyone who knows the id is stored, and nothing of the room is stored before it", async () => {
    const { server, service } = stage;
    const { id, key } = newPrivateRoom();
    const stored = (): boolean => listFiles(server.dataDir).some((path) => readFileSync(path).includes(id));
    expect((await putSubscription(server, id, {})).status).toBe(400);
    expect((await sendRequest(server, `/parties/main/${id}/push`)).status).toBe(200);
    expect(stored()).toBe(false);
    const device = service.newDevice();
    const { status, text, headers } = await putSubscription(server, id, device);
    expect([status, text, headers["access-control-allow-origin"]]).toEqual([201, "", "*"]);
    expect(stored()).toBe(true);
    expect((await putSubscription(server, id, device, { key })).status).toBe(201);
    expect((await getRoom(server, id)).rev).toBe(0);
  });

  test.each([
    ["with another scheme", "ftp://fcm.googleapis.com/x"],
    ["without TLS at a known service", "http://fcm.googleapis.com/x"],
    ["on this machine", "https://127.0.0.1/x"],
    ["on this machine, at another port than the allowed one,", "http://127.0.0.1:1/x"],
    ["in a private network", "https://192.168.0.1/x"],
    ["with a look-alike host", "https://fcm.googleapis.com.evil.example/x"],
    ["with user information", "https://a:b@fcm.googleapis.com/x"],
    ["that is not a URL", "fcm"],
  ])("a subscription with an endpoint %s is refused with the name of the field", async (_, endpoint) => {
    const { server, service } = stage;
    const { status, text } = await putSubscription(server, newOpenRoom(), {
      ...(service.newDevice().toJSON() as object),
      endpoint,
    });
    expect([status, codeOf(text)]).toEqual([400, "bad-message"]);
    expect(text).toMatch(/subscription\.endpoint/);
  });

  test("a subscription with invalid or missing keys is refused", async () => {
    const { server, service } = stage;
    const { endpoint, keys } = service.newDevice().toJSON() as {
      endpoint: string;
      keys: { p256dh: string; auth: string };
    };
    const offCurve = `B${"A".repeat(85)}A`;
    for (const wrong of [
      { ...keys, auth: "AAAA" },
      { ...keys, p256dh: keys.auth },
      { ...keys, p256dh: offCurve },
      undefined,
    ]) {
      const { status, text } = await putSubscription(server, newOpenRoom(), { endpoint, keys: wrong });
      expect([status, codeOf(text)]).toEqual([400, "bad-message"]);
    }
    expect((await requestPush(server, newOpenRoom(), "PUT", "{")).status).toBe(400);
    expect((await requestPush(server, newOpenRoom(), "PUT", " ".repeat(4097))).status).toBe(413);
  });

  test("a page on another host needs the room's key to subscribe, and its notifications open the room there", async () => {
    const { server, service } = stage;
    const { id, key } = newPrivateRoom();
    const origin = "https://elsewhere.example";
    const device = service.newDevice();
    for (const [room, options, code] of [
      [id, { origin }, "not-allowed"],
      [newOpenRoom(), { origin }, "not-allowed"],
      [id, { origin, key: newPrivateRoom().key }, "wrong-key"],
      [id, { key: newPrivateRoom().key }, "wrong-key"],
    ] as const) {
      const answer = await putSubscription(server, room, device, options);
      expect([answer.status, codeOf(answer.text)]).toEqual([403, code]);
    }
    expect((await requestPush(server, id, "DELETE", { endpoint: device.endpoint }, { origin })).status).toBe(
      403,
    );
    await subscribe(server, id, device, { key, origin });
    await requestPush(server, id, "POST", { endpoint: device.endpoint, in: 1 }, { key, origin });
    expect((await service.waitForPush(device)).message.notification.navigate).toBe(`${origin}/r/${id}`);
  });

  test("DELETE of a known or unknown subscription is 204, and no push is sent after it", async () => {
    const { server, service } = stage;
    const { room } = await startWork(server);
    const leaving = await subscribe(server, room, service.newDevice());
    const other = await subscribe(server, room, service.newDevice());
    for (const endpoint of [leaving.endpoint, leaving.endpoint, "https://fcm.googleapis.com/x", "nonsense"]) {
      expect((await requestPush(server, room, "DELETE", { endpoint })).status).toBe(204);
    }
    expect((await requestPush(server, room, "DELETE", {})).status).toBe(400);
    await service.waitForPush(other);
    await act(server, room, { action: "press" });
    await service.waitForPush(other, 2);
    expect(service.pushesTo(leaving)).toEqual([]);
    await subscribe(server, room, leaving);
    await act(server, room, { action: "press" });
    await service.waitForPush(leaving);
  });

  test("a renewed subscription gets one push for each ring, with its newest keys and its newest origin", async () => {
    const { server, service } = stage;
    const { id, key } = newPrivateRoom();
    const [old, other] = [service.newDevice(), service.newDevice()];
    await subscribe(server, id, old);
    // The same endpoint with keys of its own, as after the browser's data were lost.
    const device = service.replaceKeys(old);
    await subscribe(server, id, device, { key, origin: "https://elsewhere.example" });
    await subscribe(server, id, other);
    await act(server, id, { action: "setup", work_duration: 1, break_duration: 1 }, key);
    for (const nth of [1, 2]) {
      await act(server, id, { action: "press" }, key);
      await service.waitForPush(other, nth);
      const { notification } = (await service.waitForPush(device, nth)).message;
      expect(notification.navigate).toBe(`https://elsewhere.example/r/${id}`);
      expect(notification.actions).toHaveLength(1);
    }
    expect(service.pushesTo(device)).toHaveLength(2);
    expect(service.errors).toEqual([]);
    // Without the key, as from a service worker, the subscription keeps its role.
    await subscribe(server, id, device);
    await act(server, id, { action: "press" }, key);
    expect((await service.waitForPush(device, 3)).message.notification.actions).toHaveLength(1);
  });

  test("a test push that a device requests is sent to that device only, after the requested delay", async () => {
    const { server, service } = stage;
    const { id } = newPrivateRoom();
    const device = await subscribe(server, id, service.newDevice());
    const other = await subscribe(server, id, service.newDevice());
    const before = Date.now();
    expect((await requestPush(server, id, "POST", { endpoint: device.endpoint, in: 2 })).status).toBe(202);
    const { at, message, topic } = await service.waitForPush(device);
    expect(at - before).toBeGreaterThanOrEqual(2000);
    expect(at - before).toBeLessThan(3500);
    expect(message).toMatchObject({ room: id, rev: 0, state: 0, app_badge: 0, test: true });
    expect(topic).toBeUndefined();
    expect(service.pushesTo(other)).toEqual([]);
    for (const body of [
      { endpoint: `${device.endpoint}x`, in: 2 },
      { endpoint: device.endpoint, in: 0 },
      { endpoint: device.endpoint, in: 61 },
      { endpoint: device.endpoint },
    ]) {
      const answer = await requestPush(server, id, "POST", body);
      expect([answer.status, codeOf(answer.text)]).toEqual([400, "bad-message"]);
    }
  });

  test("push requests have a rate limit of their own of 20 at once, and a press is still allowed", async () => {
    const { server } = stage;
    const room = newOpenRoom();
    const endpoint = "https://fcm.googleapis.com/x";
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => requestPush(server, room, "DELETE", { endpoint })),
    );
    const codes = answers.map(({ status }) => status);
    expect(codes.filter((code) => code === 204).length).toBeGreaterThanOrEqual(20);
    expect(codes).toContain(429);
    await act(server, room, { action: "press" });
  });

  test("any page may send push requests (CORS), and other methods are refused", async () => {
    const { server } = stage;
    const path = `/parties/main/${newOpenRoom()}/push`;
    const { status, headers } = await sendRequest(server, path, { method: "OPTIONS" });
    expect([status, headers["access-control-allow-methods"]]).toEqual([
      204,
      "GET, HEAD, PUT, POST, DELETE, OPTIONS",
    ]);
    expect((await sendRequest(server, path, { method: "PATCH" })).status).toBe(405);
    const key = (JSON.parse((await sendRequest(server, path)).text) as { key: string }).key;
    expect(Buffer.from(key, "base64url")).toHaveLength(65);
  });
});
