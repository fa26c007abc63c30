/** Webhooks of a real server: what receivers get, and what becomes of one that is slow, gone or not allowed. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newOpenRoom, newPrivateRoom } from "../harness/client";
import { HookReceiver } from "../harness/fakes/hook-receiver";
import { neverRespond, respondEndlessly, respondStatus } from "../harness/fakes/push-device";
import { PushService } from "../harness/fakes/push-service";
import { addHook, listHooks, requestHooks, testHook } from "../harness/hooks";
import { getRoom, postAction, sendRequest } from "../harness/http";
import { act, readVapidKey, startWork, subscribe } from "../harness/push";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { waitFor } from "../harness/wait";

let receiver: HookReceiver;
let push: PushService;
let server: Server;
let publicKey = "";
beforeAll(async () => {
  [receiver, push] = await Promise.all([HookReceiver.start(), PushService.start(() => publicKey)]);
  server = await startServer({ env: { HOOK_ORIGINS: receiver.origin, PUSH_ORIGINS: push.origin } });
  publicKey = await readVapidKey(server);
});
afterAll(() => Promise.all([server.dispose(), receiver.dispose(), push.stop()]));

test("a receiver gets a whole series over three SIGKILLs of the server, each event at least once and in order", async () => {
  const own = await startServer({ env: { HOOK_ORIGINS: receiver.origin } });
  try {
    const room = newOpenRoom();
    // The first answer never comes: the server is killed while it waits.
    const { secret = "" } = await addHook(own, room, receiver.address("/series", neverRespond));
    const kill = async (): Promise<void> => {
      await own.crash();
      await own.restart();
    };
    const settings = { work_duration: 1, break_duration: 1, number_cycles: 1 };
    await act(own, room, { action: "setup", ...settings });
    await act(own, room, { action: "press", name: "Kim" });
    await receiver.waitForRequest("/series");
    await kill();
    for (const alarm of [2, 4, 2]) {
      await waitFor(`state ${alarm}`, async () => (await getRoom(own, room)).state === alarm);
      if (alarm === 4) await kill();
      await act(own, room, { action: "press" });
    }
    await kill();
    await waitFor("its result", async () => (await listHooks(own, room))[0]?.waiting === 0);

    const events = receiver.verifiedEvents("/series", secret);
    const ids = receiver.requestsTo("/series").map(({ headers }) => String(headers["webhook-id"]));
    const firstOf = [...new Set(ids)].map((id) => events[ids.indexOf(id)]);
    expect(firstOf.map((event) => [event?.type, event?.state])).toEqual([
      ["work-began", 1],
      ["work-ended", 2],
      ["break-ended", 4],
      ["work-began", 1],
      ["work-ended", 2],
      ["long-break-began", 5],
    ]);
    expect(firstOf[0]).toMatchObject({ room, rev: 2, message: "Work", by: { name: "Kim", via: "api" } });
    const first = firstOf[0];
    expect(first?.ends_at).toBe((first?.at ?? NaN) + 1000);
    // The moments of the deadlines, however late the server was.
    expect(firstOf[1]).toMatchObject({ at: first?.ends_at, by: { via: "timer" } });
    // What is repeated is the last one only.
    expect(events.map(({ rev }) => rev)).toEqual(events.map(({ rev }) => rev).sort((a, b) => a - b));
    expect(own.output).not.toContain("/series");
  } finally {
    await own.dispose();
  }
});

test("a receiver that does not answer delays neither another hook, nor a push, nor the room", async () => {
  const device = push.newDevice();
  const { room } = await startWork(server, {}, async (room) => {
    await subscribe(server, room, device);
    await addHook(server, room, receiver.address("/hanging", neverRespond));
    await addHook(server, room, receiver.address("/other", respondStatus(204), respondStatus(500)));
  });
  const [hanging, told] = await Promise.all([
    receiver.waitForRequest("/hanging"),
    receiver.waitForRequest("/other", 2),
    push.waitForPush(device),
  ]);
  const again = await receiver.waitForRequest("/other", 3);
  expect(again.body).toBe(told.body);
  expect(again.at - told.at).toBeGreaterThanOrEqual(1990);
  expect(again.at - told.at).toBeLessThan(4000);
  expect((await act(server, room, { action: "press" })).state).toBe(3);
  expect(hanging.isWaiting()).toBe(true);
  expect(receiver.requestsTo("/hanging")).toHaveLength(1);
});

describe("the answers of a receiver", () => {
  test("410 ends a hook, and a test that works switches it on again from then on", async () => {
    const room = newOpenRoom();
    const { id } = await addHook(server, room, receiver.address("/gone", respondStatus(410)));
    await act(server, room, { action: "press" });
    const [gone] = await waitFor("the end", async () => {
      const hooks = await listHooks(server, room);
      return hooks[0]?.off === null ? null : hooks;
    });
    expect(gone).toMatchObject({ off: "gone", waiting: 0, last: { status: 410 } });
    await act(server, room, { action: "reset" });
    expect(receiver.requestsTo("/gone")).toHaveLength(1);

    expect(await testHook(server, room, id)).toMatchObject({ status: 204 });
    expect((await listHooks(server, room))[0]).toMatchObject({ off: null });
    await act(server, room, { action: "press" });
    await receiver.waitForRequest("/gone", 3);
    expect(
      receiver.requestsTo("/gone").map(({ body }) => (JSON.parse(body) as { type: string }).type),
    ).toEqual(["work-began", "test", "work-began"]);
  });

  test("a redirect is not followed, and an endless answer is not read to its end", async () => {
    const room = newOpenRoom();
    const target = receiver.address("/target");
    const { id } = await addHook(
      server,
      room,
      receiver.address("/redirect", respondStatus(307, { location: target })),
    );
    expect(await testHook(server, room, id)).toMatchObject({ status: 307 });
    expect(receiver.requestsTo("/target")).toEqual([]);

    const sent = { bytes: 0 };
    const endless = await addHook(server, room, receiver.address("/endless", respondEndlessly(sent)));
    const answer = await testHook(server, room, endless.id);
    expect(answer).toMatchObject({ status: 201 });
    const { bytes } = sent;
    expect(bytes).toBeLessThan(16 * 2 ** 20); // what the sockets hold
    await testHook(server, room, id);
    expect(sent.bytes).toBe(bytes);
  });
});

describe("who may see and change the hooks of a room", () => {
  test("an address and a secret are told to nobody again, and stand in no log", async () => {
    const { id: room, key } = newPrivateRoom();
    const url = receiver.address("/services/T0/very-secret-part", respondStatus(500));
    const { id, secret = "" } = await addHook(server, room, url, { key });
    expect(secret).toMatch(/^whsec_/);
    const { text } = await requestHooks(server, room, "GET", { key });
    const { hooks } = JSON.parse(text) as { hooks: unknown };
    expect(hooks).toEqual([
      {
        id,
        kind: "json",
        host: new URL(receiver.origin).host,
        end: "part",
        moments: ["work-began", "work-ended", "break-ended", "long-break-began"],
        off: null,
        last: null,
        waiting: 0,
      },
    ]);
    await act(server, room, { action: "press" }, key);
    await receiver.waitForRequest("/services/T0/very-secret-part");
    // The same address again changes the hook, and shows no secret.
    expect(await addHook(server, room, url, { key, moments: ["work-ended"] })).toEqual({ id });
    const answers = await Promise.all([
      sendRequest(server, `/parties/main/${room}`),
      requestHooks(server, room, "GET"),
      requestHooks(server, room, "GET", { key: newPrivateRoom().key }),
      requestHooks(server, room, "GET", { key }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 403, 403, 200]);
    for (const known of [...answers.map(({ text }) => text), text, server.output]) {
      expect(known).not.toMatch(/very-secret|whsec/);
      expect(known).not.toContain(secret.slice(6));
    }
    const deletion = { body: { id }, key };
    expect((await requestHooks(server, room, "DELETE", deletion)).status).toBe(204);
    expect(await listHooks(server, room, key)).toEqual([]);
  });

  test("an open room's hooks are for its own page: a page of another host and a program are refused", async () => {
    const room = newOpenRoom();
    const body = { kind: "json", url: receiver.address("/foreign") };
    const { id } = await addHook(server, room, body.url);
    for (const origin of ["https://evil.example", "null", null]) {
      for (const [method, sent] of [
        ["PUT", body],
        ["POST", { id }],
        ["DELETE", { id }],
      ] as const) {
        const { status, text } = await requestHooks(server, room, method, { body: sent, origin });
        expect([status, text]).toEqual([403, expect.stringContaining("not-allowed")]);
      }
    }
    const foreign = await requestHooks(server, room, "GET", { origin: "https://evil.example" });
    expect(foreign.status).toBe(403);
    expect(receiver.requestsTo("/foreign")).toEqual([]);
    expect(await listHooks(server, room)).toHaveLength(1);
  });

  test("a wrong address, kind or moment gets an error that says why, and changes nothing", async () => {
    const room = newOpenRoom();
    const put = async (fields: object): Promise<[number, string]> => {
      const body = { kind: "json", url: "https://example.org/hook", ...fields };
      const { status, text } = await requestHooks(server, room, "PUT", { body });
      return [status, (JSON.parse(text) as { detail?: string }).detail ?? text];
    };
    const NO_ADDRESS = "url: must be an address like https://host.example/path";
    const PRIVATE = "url: must be a public address, not one of a home or office network";
    const TOPIC = "url: must end in the name of the topic: https://ntfy.sh/topic";
    const LONG = "url: must have at most 2048 characters";
    for (const [fields, detail] of [
      [{ url: "" }, NO_ADDRESS],
      [{ url: "example.org/hook" }, NO_ADDRESS],
      [{ url: "ftp://example.org/hook" }, NO_ADDRESS],
      [{ url: 5 }, "url: must be text"],
      [{ url: "http://example.org/hook" }, "url: must begin with https://"],
      [{ url: "https://kim:pass@example.org/" }, "url: must have no user name or password before the host"],
      [{ url: "https://192.168.1.10/hook" }, PRIVATE],
      [{ url: "https://localhost/hook" }, PRIVATE],
      [{ url: `https://example.org/${"x".repeat(2048)}` }, LONG],
      [{ url: `https://example.org/${"ü".repeat(1000)}` }, LONG],
      [{ kind: "ntfy", url: "https://ntfy.sh/a/b" }, TOPIC],
      [{ kind: "irc" }, "kind: must be one of json, slack, discord, teams, ntfy"],
      [{ moments: [] }, "moments: must name at least one moment"],
      [{ moments: ["lunch"] }, "moments.0: must be of work-began, work-ended, break-ended, long-break-began"],
      [{ moments: ["work-began", "work-began"] }, "moments: must name each moment once"],
    ] as const) {
      expect(await put(fields)).toEqual([400, detail]);
    }
    expect(await listHooks(server, room)).toEqual([]);
  });

  test("a sixth hook is refused, and an address that the room tells already makes no new hook", async () => {
    const room = newOpenRoom();
    for (let nth = 1; nth <= 5; nth++) await addHook(server, room, receiver.address(`/many/${nth}`));
    const body = { kind: "json", url: receiver.address("/many/6") };
    const { status, text } = await requestHooks(server, room, "PUT", { body });
    expect([status, JSON.parse(text)]).toMatchObject([409, { detail: "a room tells at most 5 services" }]);
    expect((await listHooks(server, room)).map(({ end }) => end)).toEqual([
      "ny/1",
      "ny/2",
      "ny/3",
      "ny/4",
      "ny/5",
    ]);
    await addHook(server, room, receiver.address("/many/5"), { moments: ["work-ended"] });
  });
});

test("a room without hooks stores and sends nothing of them", async () => {
  const room = newOpenRoom();
  const { message } = await postAction(server, room, { action: "press" });
  expect(JSON.stringify(message)).not.toMatch(/hook/i);
  expect(await listHooks(server, room)).toEqual([]);
});
