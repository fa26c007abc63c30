/** Web Push on the real runtime: from the room's alarm to a push service that checks and decrypts what it receives. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enter, inState, newPrivateRoom } from "../harness/client";
import { getRoom } from "../harness/http";
import { act, startServerWithPush, startWork, subscribe } from "../harness/push";
import type { PushServer } from "../harness/push";

const HOURS_2 = 7200;
let stage: PushServer;
beforeAll(async () => {
  stage = await startServerWithPush();
});
afterAll(() => stage.dispose());

describe("a push about a ring, with every client closed", () => {
  test("every device gets a push at every end of a period, with the actions that it may do", async () => {
    const { server, service } = stage;
    const { id, key } = newPrivateRoom();
    const kim = await subscribe(server, id, service.newDevice(), { key, origin: server.http });
    const watcher = await subscribe(server, id, service.newDevice());
    const settings = { work_duration: 1, break_duration: 1, number_cycles: 1, long_break_duration: 1 };
    await act(server, id, { action: "setup", ...settings }, key);
    let { ends_at } = await act(server, id, { action: "press" }, key);
    const navigate = `${server.http}/r/${id}`;
    const expected = [
      [2, "Break time", "Start break"],
      [4, "Back to work", "Start work"],
      [2, "Break time", "Start long break"],
      [5, "Long break time", "Finish"],
    ] as const;
    const topics = new Set<string | undefined>();
    for (const [i, [state, title, press]] of expected.entries()) {
      const push = await service.waitForPush(kim, i + 1);
      expect(push.at).toBeGreaterThanOrEqual(ends_at ?? NaN);
      const { rev, started_at } = await getRoom(server, id);
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
        started_at,
      });
      expect(push.ttl).toBeGreaterThan(HOURS_2 - 5);
      expect(push.ttl).toBeLessThanOrEqual(HOURS_2);
      topics.add(push.topic);
      const watched = await service.waitForPush(watcher, i + 1);
      expect(watched.message.notification).not.toHaveProperty("actions");
      expect(watched.message.notification.navigate).toBe(navigate);
      // The button on the notification sends this.
      const next = await act(
        server,
        id,
        { action: "press", via: "push", on: push.message.rev, name: "Kim" },
        key,
      );
      expect(next.by).toEqual({ name: "Kim", via: "push" });
      ends_at = next.ends_at;
    }
    expect([...topics]).toEqual([expect.stringMatching(/^[\w-]{1,32}$/)]);
    expect((await getRoom(server, id)).state).toBe(0);
    expect([service.pushesTo(kim).length, service.pushesTo(watcher).length]).toEqual([4, 4]);
    expect(service.errors).toEqual([]);
  });

  test("a push about an alarm with auto_continue expires when the alarm continues", async () => {
    const { server, service } = stage;
    const { room } = await startWork(server, { auto_continue: 5 });
    const device = await subscribe(server, room, service.newDevice());
    const { ttl, message } = await service.waitForPush(device);
    expect(message.state).toBe(2);
    expect(ttl).toBeLessThanOrEqual(5);
    expect(ttl).toBeGreaterThan(2);
  });

  test("everyone in the room receives the change before any push is sent", async () => {
    const { server, service } = stage;
    const { room } = await startWork(server);
    const device = await subscribe(server, room, service.newDevice());
    const { client } = await enter(server.socket(room));
    const alarm = await client.next(inState(2));
    const receivedAt = client.receivedAt[client.received.indexOf(alarm)] ?? NaN;
    expect((await service.waitForPush(device)).at).toBeGreaterThanOrEqual(receivedAt);
    await client.close();
  });

  test("a skip sends no push", async () => {
    const { server, service } = stage;
    const { room } = await startWork(server, { work_duration: 100 });
    const device = await subscribe(server, room, service.newDevice());
    await act(server, room, { action: "skip" });
    await act(server, room, { action: "press" }); // SHORT_BREAK of 1 s
    expect((await service.waitForPush(device)).message.state).toBe(4);
    expect(service.pushesTo(device)).toHaveLength(1);
  });
});

test("the VAPID keys are made on the first run, in a file that only its owner may read", async () => {
  const { server } = stage;
  expect(statSync(join(server.dataDir, "vapid.json")).mode & 0o777).toBe(0o600);
});
