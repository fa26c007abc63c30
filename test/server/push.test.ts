/** Web Push on the real runtime: from the room's alarm to a push service that checks and decrypts what it gets. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { respondEndlessly, neverRespond, respondStatus } from "../harness/fakes/push-service";
import { enter, inState, newOpenRoom, newPrivateRoom } from "../harness/client";
import { sendRequest, getRoom, postAction } from "../harness/http";
import { requestPush, putSubscription, startServerWithPush, subscribe } from "../harness/push";
import type { PushServer } from "../harness/push";
import { listFiles } from "../harness/stored-rooms";
import { waitFor } from "../harness/wait";

const HOURS_2 = 7200;
let stage: PushServer;
beforeAll(async () => {
  stage = await startServerWithPush();
});
afterAll(() => stage.dispose());

/** An action that must happen. */
async function act(room: string, action: object, key?: string): Promise<RoomMessage> {
  const { message } = await postAction(stage.server, room, action, key === undefined ? {} : { key });
  if (message.type === "error") throw new Error(JSON.stringify(message));
  return message;
}
/** A room in a work of so many seconds. */
async function working(settings: object = {}): Promise<{ room: string; work: RoomMessage }> {
  const room = newOpenRoom();
  await act(room, { action: "setup", work_duration: 1, break_duration: 1, ...settings });
  return { room, work: await act(room, { action: "press" }) };
}
const codeOf = (text: string): unknown => (JSON.parse(text) as { code: unknown }).code;

describe("a full series with every client closed", () => {
  test("calls at every end of a period, with what each device may do", async () => {
    const { server, service } = stage;
    const { id, key } = newPrivateRoom();
    const kim = await subscribe(server, id, service.newDevice(), { key, origin: server.http });
    const watcher = await subscribe(server, id, service.newDevice());
    const settings = { work_duration: 1, break_duration: 1, number_cycles: 1, long_break_duration: 1 };
    await act(id, { action: "setup", ...settings }, key);
    let { ends_at } = await act(id, { action: "press" }, key);
    const navigate = `${server.http}/r/${id}`;
    const says = [
      [2, "Break time", "Start break"],
      [4, "Back to work", "Start work"],
      [2, "Break time", "Start long break"],
      [5, "Long break time", "Finish"],
    ] as const;
    const topics = new Set<string | undefined>();
    for (const [i, [state, title, press]] of says.entries()) {
      const push = await service.waitForPush(kim, i + 1);
      expect(push.at).toBeGreaterThanOrEqual(ends_at ?? NaN);
      const { rev } = await getRoom(server, id);
      expect(push.message).toEqual({
        web_push: 8030,
        notification: {
          title,
          body: expect.any(String),
          tag: id,
          navigate,
          actions: [{ action: "press", title: press, navigate }],
        },
        app_badge: 1,
        room: id,
        rev,
        state,
      });
      expect(push.ttl).toBeGreaterThan(HOURS_2 - 5);
      expect(push.ttl).toBeLessThanOrEqual(HOURS_2);
      topics.add(push.topic);
      const theirs = await service.waitForPush(watcher, i + 1);
      expect(theirs.message.notification).not.toHaveProperty("actions");
      expect(theirs.message.notification.navigate).toBe(navigate);
      // As the button on the notification does it.
      const next = await act(id, { action: "press", via: "push", on: push.message.rev, name: "Kim" }, key);
      expect(next.by).toEqual({ name: "Kim", via: "push" });
      ends_at = next.ends_at;
    }
    expect([...topics]).toEqual([expect.stringMatching(/^[\w-]{1,32}$/)]);
    expect((await getRoom(server, id)).state).toBe(0);
    expect([service.pushesTo(kim).length, service.pushesTo(watcher).length]).toEqual([4, 4]);
    expect(service.errors).toEqual([]);
  });

  test("with auto_continue: the push lives no longer than the alarm", async () => {
    const { server, service } = stage;
    const { room } = await working({ auto_continue: 5 });
    const device = await subscribe(server, room, service.newDevice());
    const { ttl, message } = await service.waitForPush(device);
    expect(message.state).toBe(2);
    expect(ttl).toBeLessThanOrEqual(5);
    expect(ttl).toBeGreaterThan(2);
  });

  test("everyone in the room hears before any push goes out", async () => {
    const { server, service } = stage;
    const { room } = await working();
    const device = await subscribe(server, room, service.newDevice());
    const { client } = await enter(server.socket(room));
    const heard = await client.next(inState(2));
    const heardAt = client.receivedAt[client.received.indexOf(heard)] ?? NaN;
    expect((await service.waitForPush(device)).at).toBeGreaterThanOrEqual(heardAt);
    await client.close();
  });

  test("a skip is silent", async () => {
    const { server, service } = stage;
    const { room } = await working({ work_duration: 100 });
    const device = await subscribe(server, room, service.newDevice());
    await act(room, { action: "skip" });
    await act(room, { action: "press" }); // SHORT_BREAK of 1 s
    expect((await service.waitForPush(device)).message.state).toBe(4);
    expect(service.pushesTo(device)).toHaveLength(1);
  });
});

describe("a push service that answers", () => {
  test.each([404, 410])("%i: the subscription is forgotten, the others are not", async (code) => {
    const { server, service } = stage;
    const { room } = await working();
    const gone = await subscribe(server, room, service.newDevice(respondStatus(code)));
    const other = await subscribe(server, room, service.newDevice());
    await Promise.all([service.waitForPush(gone), service.waitForPush(other)]);
    const known = async (): Promise<number> =>
      (await requestPush(server, room, "POST", { endpoint: gone.endpoint, in: 60 })).status;
    await waitFor("it is unknown", async () => (await known()) === 400);
    await act(room, { action: "press" });
    await service.waitForPush(other, 2);
    expect(service.pushesTo(gone)).toHaveLength(1);
  });

  test("429 with Retry-After: it is asked again then, and not before", async () => {
    const { server, service } = stage;
    const { room, work } = await working();
    const device = service.newDevice();
    device.nextResponses.push(respondStatus(429, { "retry-after": "4" }));
    await subscribe(server, room, device);
    const [first, second] = [await service.waitForPush(device), await service.waitForPush(device, 2)];
    expect(second.at - first.at).toBeGreaterThanOrEqual(3990);
    expect(second.message).toEqual(first.message);
    expect(second.message.rev).toBe(work.rev + 1);
  });

  test("500: it is asked again, longer and longer after", async () => {
    const { server, service } = stage;
    const { room } = await working();
    const device = service.newDevice();
    device.nextResponses.push(respondStatus(500), respondStatus(503));
    await subscribe(server, room, device);
    const third = await service.waitForPush(device, 3, 20_000);
    const [first, second] = service.pushesTo(device);
    expect((second?.at ?? NaN) - (first?.at ?? NaN)).toBeGreaterThanOrEqual(1990);
    expect(third.at - (second?.at ?? NaN)).toBeGreaterThanOrEqual(7990);
  });

  test("500 for ever: once the room has moved on, that ring is not sent any more", async () => {
    const { server, service } = stage;
    const { room } = await working({ break_duration: 3 });
    const device = await subscribe(server, room, service.newDevice(respondStatus(500)));
    await service.waitForPush(device);
    await act(room, { action: "press" });
    await service.waitForPush(device, 2);
    expect(service.pushesTo(device).map(({ message }) => message.state)).toEqual([2, 4]);
  });

  test("not at all, 60 s long: others get theirs, the room goes on in time, and it is tried again", async () => {
    const { server, service } = stage;
    const { room } = await working();
    const stuck = service.newDevice();
    stuck.nextResponses.push(neverRespond);
    await subscribe(server, room, stuck);
    const others = await Promise.all(
      Array.from({ length: 15 }, () => subscribe(server, room, service.newDevice())),
    );
    const { client } = await enter(server.socket(room));
    const alarm = await client.next(inState(2));
    const pushes = await Promise.all(others.map((other) => service.waitForPush(other)));
    for (const { at } of pushes) expect(at - (alarm.started_at ?? NaN)).toBeLessThan(1000);
    await service.waitForPush(stuck);
    // The room moves while the request hangs, and rings at its deadline.
    const pressed = await client.change({ action: "press" });
    expect(Date.now() - pressed.now).toBeLessThan(1000);
    const next = await client.next(inState(4));
    const heardAt = client.receivedAt[client.received.indexOf(next)] ?? NaN;
    expect(heardAt - (pressed.ends_at ?? NaN)).toBeLessThan(500);
    expect((await service.waitForPush(stuck, 2)).message.state).toBe(4);
    await client.close();
  });

  test("not at all, and nobody presses: after 10 s it counts as failed, and is asked again", async () => {
    const { server, service } = stage;
    const { room } = await working();
    const stuck = service.newDevice();
    stuck.nextResponses.push(neverRespond);
    await subscribe(server, room, stuck);
    const first = await service.waitForPush(stuck);
    const second = await service.waitForPush(stuck, 2, 30_000);
    expect(second.at - first.at).toBeGreaterThanOrEqual(11_900);
    expect(second.at - first.at).toBeLessThan(20_000);
    expect(second.message).toEqual(first.message);
  });

  test("with a redirect: nobody goes there, and it is not asked again for this ring", async () => {
    const { server, service } = stage;
    const { room } = await working({ break_duration: 4 });
    const bait = service.newDevice();
    const device = await subscribe(
      server,
      room,
      service.newDevice(respondStatus(307, { location: bait.endpoint })),
    );
    await service.waitForPush(device);
    await act(room, { action: "press" });
    await service.waitForPush(device, 2);
    expect(service.pushesTo(device).map(({ message }) => message.state)).toEqual([2, 4]);
    expect(service.requests.filter((line) => bait.endpoint.endsWith(line.split(" ")[1] ?? ""))).toEqual([]);
  });

  test("with no end: it is not read", async () => {
    const { server, service } = stage;
    const { room } = await working();
    const sent = { bytes: 0 };
    const device = await subscribe(server, room, service.newDevice(respondEndlessly(sent)));
    await service.waitForPush(device);
    await act(room, { action: "press" });
    await service.waitForPush(device, 2);
    await waitFor("both requests are over", () => service.openRequests === 0);
    expect(sent.bytes).toBeLessThan(20 * 2 ** 20); // what fits into the sockets' buffers
  });
});

describe("the calls", () => {
  test("PUT answers 201 and stores; anyone who knows the id may; before, nothing is stored", async () => {
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
    ["of another scheme", "ftp://fcm.googleapis.com/x"],
    ["in the clear at a known service", "http://fcm.googleapis.com/x"],
    ["on this machine", "https://127.0.0.1/x"],
    ["on this machine, at another port than the one allowed", "http://127.0.0.1:1/x"],
    ["in the network around", "https://192.168.0.1/x"],
    ["with a look-alike host", "https://fcm.googleapis.com.evil.example/x"],
    ["with user information", "https://a:b@fcm.googleapis.com/x"],
    ["that is none", "fcm"],
  ])("PUT of an endpoint %s is refused and names the field", async (_, endpoint) => {
    const { server, service } = stage;
    const { status, text } = await putSubscription(server, newOpenRoom(), {
      ...(service.newDevice().toJSON() as object),
      endpoint,
    });
    expect([status, codeOf(text)]).toEqual([400, "bad-message"]);
    expect(text).toMatch(/subscription\.endpoint/);
  });

  test("PUT with keys that are none is refused", async () => {
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

  test("a page on another host needs the key, and its notifications lead back to it", async () => {
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

  test("DELETE answers 204, known or not, and then nothing comes any more", async () => {
    const { server, service } = stage;
    const { room } = await working();
    const leaving = await subscribe(server, room, service.newDevice());
    const other = await subscribe(server, room, service.newDevice());
    for (const endpoint of [leaving.endpoint, leaving.endpoint, "https://fcm.googleapis.com/x", "nonsense"]) {
      expect((await requestPush(server, room, "DELETE", { endpoint })).status).toBe(204);
    }
    expect((await requestPush(server, room, "DELETE", {})).status).toBe(400);
    await service.waitForPush(other);
    await act(room, { action: "press" });
    await service.waitForPush(other, 2);
    expect(service.pushesTo(leaving)).toEqual([]);
    await subscribe(server, room, leaving);
    await act(room, { action: "press" });
    await service.waitForPush(leaving);
  });

  test("PUT again renews: one push a ring, encrypted to the newest keys, to the newest origin", async () => {
    const { server, service } = stage;
    const { id, key } = newPrivateRoom();
    const [old, other] = [service.newDevice(), service.newDevice()];
    await subscribe(server, id, old);
    // The same endpoint with keys of its own, as after the browser's data were lost.
    const device = service.replaceKeys(old);
    await subscribe(server, id, device, { key, origin: "https://elsewhere.example" });
    await subscribe(server, id, other);
    await act(id, { action: "setup", work_duration: 1, break_duration: 1 }, key);
    for (const nth of [1, 2]) {
      await act(id, { action: "press" }, key);
      await service.waitForPush(other, nth);
      const { notification } = (await service.waitForPush(device, nth)).message;
      expect(notification.navigate).toBe(`https://elsewhere.example/r/${id}`);
      expect(notification.actions).toHaveLength(1);
    }
    expect(service.pushesTo(device)).toHaveLength(2);
    expect(service.errors).toEqual([]);
    // And without the key, as from a service worker: it stays a controller's.
    await subscribe(server, id, device);
    await act(id, { action: "press" }, key);
    expect((await service.waitForPush(device, 3)).message.notification.actions).toHaveLength(1);
  });

  test("POST rings this one device, in so many seconds, through the room's alarm", async () => {
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

  test("the calls have a bucket of their own: 20 at once, then they are too fast, and a press is not", async () => {
    const { server } = stage;
    const room = newOpenRoom();
    const endpoint = "https://fcm.googleapis.com/x";
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => requestPush(server, room, "DELETE", { endpoint })),
    );
    const codes = answers.map(({ status }) => status);
    expect(codes.filter((code) => code === 204).length).toBeGreaterThanOrEqual(20);
    expect(codes).toContain(429);
    await act(room, { action: "press" });
  });

  test("any page may ask for them (CORS); other methods are refused", async () => {
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

test("the keys are made on the first run and kept, for the owner's eyes alone", async () => {
  const { server } = stage;
  expect(statSync(join(server.dataDir, "vapid.json")).mode & 0o777).toBe(0o600);
});
