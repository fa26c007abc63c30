/** A room's HTTP: the same room, the same words. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enter, isRoom, newOpenRoom, newPrivateRoom } from "../harness/client";
import { sendRequest, getRoom, postAction } from "../harness/http";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";

let server: Server;
beforeAll(async () => {
  server = await startServer({ env: { ALLOWED_ORIGINS: "https://tomato.example" } });
});
afterAll(() => server.dispose());

const FOREIGN = "https://evil.example";

describe("GET", () => {
  test("gives the room message to anyone who knows the id, from any origin", async () => {
    const { id, key } = newPrivateRoom();
    await postAction(server, id, { action: "press", name: "Kim" }, { key });
    const { client, room } = await enter(server.socket(id));
    for (const headers of [{}, { origin: FOREIGN }, { origin: "null" }]) {
      const answer = await sendRequest(server, `/parties/main/${id}`, { headers });
      expect(answer.status).toBe(200);
      expect(answer.headers["content-type"]).toMatch(/^application\/json/);
      expect(answer.headers["access-control-allow-origin"]).toBe("*");
      expect(answer.headers["cache-control"]).toBe("no-store");
      expect({ ...(JSON.parse(answer.text) as object), now: 0 }).toEqual({ ...room, now: 0 });
    }
    await client.close();
  });

  test("of a room never touched is the new room", async () => {
    expect(await getRoom(server, newPrivateRoom().id)).toMatchObject({
      state: 0,
      rev: 0,
      started_at: null,
      by: null,
    });
  });

  test("settles what is due, and HEAD has the same headers without the body", async () => {
    const id = newOpenRoom();
    await postAction(server, id, { action: "press" });
    const get = await sendRequest(server, `/parties/main/${id}`);
    const head = await sendRequest(server, `/parties/main/${id}`, { method: "HEAD" });
    expect([head.status, head.text]).toEqual([200, ""]);
    expect(head.headers["content-type"]).toBe(get.headers["content-type"]);
    expect(head.headers["access-control-allow-origin"]).toBe("*");
  });
});

describe("POST", () => {
  test("with the Bearer key acts, by api unless it says otherwise, and everyone in the room hears it", async () => {
    const { id, key } = newPrivateRoom();
    const { client } = await enter(server.socket(id));
    const answer = await postAction(server, id, { action: "press", id: "p1" }, { key });
    expect(answer).toMatchObject({
      status: 200,
      message: { type: "room", state: 1, rev: 1, id: "p1", by: { name: null, via: "api" } },
    });
    const heard = await client.next(isRoom);
    expect(heard).toMatchObject({ state: 1, rev: 1 });
    expect("id" in heard).toBe(false);
    for (const via of ["app", "board", "push", "api"]) {
      const { message } = await postAction(server, id, { action: "setup", name: " Kim ", via }, { key });
      expect(message).toMatchObject({ by: { name: "Kim", via } });
    }
    await client.close();
  });

  test("does every action of the machine", async () => {
    const { id, key } = newPrivateRoom();
    const steps: [object, object][] = [
      [
        { action: "setup", work_duration: 60, break_duration: 30, number_cycles: 2 },
        { state: 0, work_duration: 60 },
      ],
      [{ action: "press" }, { state: 1, total_ms: 60_000 }],
      [
        { action: "extend", seconds: 60 },
        { state: 1, total_ms: 120_000 },
      ],
      [{ action: "hold" }, { state: 1, ends_at: null }],
      [{ action: "resume" }, { state: 1, held_ms: null }],
      [{ action: "skip" }, { state: 2, total_ms: null }],
      [{ action: "undo" }, { state: 1, undo_until: null }],
      [{ action: "reset" }, { state: 0, cycle: 0 }],
    ];
    for (const [action, room] of steps) {
      expect(await postAction(server, id, action, { key })).toMatchObject({ status: 200, message: room });
    }
  });

  test("refuses a via of its own and an unfit name", async () => {
    const id = newOpenRoom();
    for (const body of [{ via: "timer" }, { name: "a\u202eb" }, { name: "n".repeat(33) }, { name: 7 }]) {
      expect(await postAction(server, id, { action: "press", ...body })).toMatchObject({
        status: 400,
        message: { code: "bad-message" },
      });
    }
    expect((await getRoom(server, id)).rev).toBe(0);
  });

  test("the word Bearer is needed, in any case", async () => {
    const { id, key } = newPrivateRoom();
    const send = (authorization: string) =>
      sendRequest(server, `/parties/main/${id}`, {
        method: "POST",
        headers: { authorization },
        body: JSON.stringify({ action: "setup" }),
      });
    expect((await send(`bearer ${key}`)).status).toBe(200);
    expect((await send(key)).status).toBe(403);
    expect((await send(`Basic ${key}`)).status).toBe(403);
  });

  test("from a foreign page: an open room refuses it, and a private one wants its key", async () => {
    const open = newOpenRoom();
    const refused = await postAction(server, open, { action: "press" }, { origin: FOREIGN });
    expect(refused).toMatchObject({ status: 403, message: { code: "not-allowed" } });
    expect(refused.headers["access-control-allow-origin"]).toBe("*");
    expect((await getRoom(server, open)).rev).toBe(0);
    const { id, key } = newPrivateRoom();
    expect((await postAction(server, id, { action: "press" }, { origin: FOREIGN })).status).toBe(403);
    expect((await postAction(server, id, { action: "press" }, { origin: FOREIGN, key })).status).toBe(200);
  });

  test("from one's own host and from ALLOWED_ORIGINS an open room takes it", async () => {
    for (const origin of [server.http, "https://tomato.example"]) {
      expect((await postAction(server, newOpenRoom(), { action: "press" }, { origin })).status).toBe(200);
    }
  });

  test("4,096 bytes are read and 4,097 are 413, with and without a length", async () => {
    const body = (bytes: number): string => {
      const empty = JSON.stringify({ action: "press", pad: "" });
      return JSON.stringify({ action: "press", pad: "x".repeat(bytes - empty.length) });
    };
    const id = newOpenRoom();
    expect((await postAction(server, id, body(4096))).status).toBe(200);
    expect(await postAction(server, id, body(4097))).toMatchObject({
      status: 413,
      message: { code: "too-big" },
    });
    const chunked = await sendRequest(server, `/parties/main/${id}`, {
      method: "POST",
      headers: { "transfer-encoding": "chunked" },
      body: body(4097),
    });
    expect(chunked.status).toBe(413);
    expect((await getRoom(server, id)).rev).toBe(1);
  });

  test("bytes that are no text are bad-json", async () => {
    const answer = await sendRequest(server, `/parties/main/${newOpenRoom()}`, {
      method: "POST",
      body: Uint8Array.from([0xff, 0xfe, 0x00, 0x80]),
    });
    expect([answer.status, (JSON.parse(answer.text) as { code: string }).code]).toEqual([400, "bad-json"]);
  });
});

describe("CORS", () => {
  test("a page anywhere may ask first, and is told that it may send a key", async () => {
    const answer = await sendRequest(server, `/parties/main/${newPrivateRoom().id}`, {
      method: "OPTIONS",
      headers: {
        origin: FOREIGN,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
      },
    });
    expect([200, 204]).toContain(answer.status);
    expect(answer.headers["access-control-allow-origin"]).toBe("*");
    expect(answer.headers["access-control-allow-methods"]).toContain("POST");
    expect(answer.headers["access-control-allow-headers"]?.toLowerCase()).toContain("authorization");
    expect(answer.headers["access-control-allow-headers"]?.toLowerCase()).toContain("content-type");
    expect(answer.headers["access-control-allow-credentials"]).toBeUndefined();
  });

  test("every answer of a room can be read by that page, refusals too", async () => {
    const { id } = newPrivateRoom();
    for (const body of ["{", "{}", JSON.stringify({ action: "press" }), " ".repeat(4097)]) {
      const { headers } = await postAction(server, id, body, { origin: FOREIGN });
      expect(headers["access-control-allow-origin"]).toBe("*");
    }
  });

  test("no answer sets a cookie", async () => {
    const answers = await Promise.all([
      sendRequest(server, `/parties/main/${newOpenRoom()}`),
      sendRequest(server, "/"),
      sendRequest(server, "/healthz"),
      sendRequest(server, "/nothing"),
    ]);
    expect(answers.every(({ headers }) => headers["set-cookie"] === undefined)).toBe(true);
  });
});

test("another method is refused with what is allowed", async () => {
  for (const method of ["PUT", "DELETE", "PATCH"]) {
    const answer = await sendRequest(server, `/parties/main/${newOpenRoom()}`, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toContain("POST");
  }
});

test.each(["ab", "Kitchen", "kitchen/x", "a".repeat(40), "%6bitchen", "", "__proto__"])(
  "an id that is no room is 404 for every method: %s",
  async (id) => {
    for (const method of ["GET", "POST", "OPTIONS", "HEAD"]) {
      const body = method === "POST" ? { body: JSON.stringify({ action: "press" }) } : {};
      expect((await sendRequest(server, `/parties/main/${id}`, { method, ...body })).status).toBe(404);
    }
  },
);

test("the address of a room's pushes is not the room: an action posted there presses nothing", async () => {
  const id = newOpenRoom();
  await sendRequest(server, `/parties/main/${id}/push`, {
    method: "POST",
    body: JSON.stringify({ action: "press" }),
  });
  expect((await getRoom(server, id)).rev).toBe(0);
});

test("the key of the pushes is there for anyone: npm start makes one where none is set", async () => {
  const { status, text } = await sendRequest(server, `/parties/main/${newOpenRoom()}/push`);
  expect([status, JSON.parse(text)]).toEqual([200, { key: expect.stringMatching(/^B[\w-]{86}$/) }]);
});
