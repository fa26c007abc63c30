/** The HTTP requests of a room, which see and change the same room as the socket. */
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
  test("GET returns the room message to anyone who knows the id, from any origin", async () => {
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

  test("GET of an untouched room returns a new room", async () => {
    expect(await getRoom(server, newPrivateRoom().id)).toMatchObject({
      state: 0,
      rev: 0,
      started_at: null,
      by: null,
    });
  });

  test("HEAD of a room has the headers of GET without the body", async () => {
    const id = newOpenRoom();
    await postAction(server, id, { action: "press" });
    const get = await sendRequest(server, `/parties/main/${id}`);
    const head = await sendRequest(server, `/parties/main/${id}`, { method: "HEAD" });
    expect([head.status, head.text]).toEqual([200, ""]);
    expect(head.headers["content-type"]).toBe(get.headers["content-type"]);
    expect(head.headers["access-control-allow-origin"]).toBe("*");
  });
});

test("news of a step of the clock is taken from the start program alone: without its token the address is like any other", async () => {
  const body = JSON.stringify({ byMs: -3_600_000, since: 0, at: Date.now() });
  const id = newOpenRoom();
  await postAction(server, id, { action: "press" });
  const before = await getRoom(server, id);
  for (const token of [undefined, "", "null", "undefined", "0".repeat(22)]) {
    const headers = {
      "content-type": "application/json",
      ...(token === undefined ? {} : { "x-start-token": token }),
    };
    const [step, other] = await Promise.all(
      ["/clock-step", "/clock-steps"].map((path) =>
        sendRequest(server, path, { method: "POST", headers, body }),
      ),
    );
    expect([step?.status, step?.text]).toEqual([other?.status, other?.text]);
    expect(step?.status).toBeGreaterThanOrEqual(400);
  }
  expect(await getRoom(server, id)).toMatchObject({ rev: 1, ends_at: before.ends_at });
});

test("a list of rooms that shall ring is taken from the start program alone", async () => {
  for (const token of [undefined, "", "null", "undefined", "0".repeat(22)]) {
    const headers = token === undefined ? {} : { "x-start-token": token };
    const [list, other] = await Promise.all(
      ["/overdue-rooms", "/overdue-room"].map((path) =>
        sendRequest(server, path, { method: "POST", headers, body: JSON.stringify(["0".repeat(64)]) }),
      ),
    );
    expect([list?.status, list?.text]).toEqual([other?.status, other?.text]);
    expect(list?.status).toBeGreaterThanOrEqual(400);
  }
});

test("no Host makes a client's request of a room one of the requests that only the server makes", async () => {
  const id = newOpenRoom();
  await postAction(server, id, { action: "press" });
  const before = await getRoom(server, id);
  const step = encodeURIComponent(
    JSON.stringify({ byMs: -3_600_000, since: Date.now(), at: Date.now() + 1 }),
  );
  const room = `/parties/main/${id}`;
  for (const host of ["clock-step", "CLOCK-STEP", "clock-step:80", "worker", "worker:80", "assets"]) {
    for (const path of [room, `${room}/push`, `${room}/history`, "/store", "/wake", "/ring", "/clock-step"]) {
      for (const query of ["", `?${step}`]) {
        const target = path + query;
        for (const method of ["GET", "HEAD"]) {
          const [answer, usual] = await Promise.all(
            [host, "localhost"].map((value) =>
              sendRequest(server, target, { method, headers: { host: value } }),
            ),
          );
          expect([method, host, target, answer?.status]).toEqual([method, host, target, usual?.status]);
          expect(answer?.headers["content-type"]).toBe(usual?.headers["content-type"]);
        }
      }
    }
  }
  expect(await getRoom(server, id)).toMatchObject({ rev: 1, ends_at: before.ends_at });
});

describe("POST", () => {
  test("a POST with the Bearer key acts via api unless it says otherwise, and every connection receives the change", async () => {
    const { id, key } = newPrivateRoom();
    const { client } = await enter(server.socket(id));
    const answer = await postAction(server, id, { action: "press", id: "p1" }, { key });
    expect(answer).toMatchObject({
      status: 200,
      message: { type: "room", state: 1, rev: 1, id: "p1", by: { name: null, via: "api" } },
    });
    const received = await client.next(isRoom);
    expect(received).toMatchObject({ state: 1, rev: 1 });
    expect("id" in received).toBe(false);
    for (const via of ["app", "board", "push", "api"]) {
      const { message } = await postAction(server, id, { action: "setup", name: " Kim ", via }, { key });
      expect(message).toMatchObject({ by: { name: "Kim", via } });
    }
    await client.close();
  });

  test("a POST can do every action that changes a room", async () => {
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

  test("a POST with an unknown `via` or an invalid name is bad-message", async () => {
    const id = newOpenRoom();
    for (const body of [{ via: "timer" }, { name: "a\u202eb" }, { name: "n".repeat(33) }, { name: 7 }]) {
      expect(await postAction(server, id, { action: "press", ...body })).toMatchObject({
        status: 400,
        message: { code: "bad-message" },
      });
    }
    expect((await getRoom(server, id)).rev).toBe(0);
  });

  test("a POST needs the word Bearer before the key, in upper or lower case", async () => {
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

  test("a POST from a foreign page is refused by an open room, and needs the key in a private room", async () => {
    const open = newOpenRoom();
    const refused = await postAction(server, open, { action: "press" }, { origin: FOREIGN });
    expect(refused).toMatchObject({ status: 403, message: { code: "not-allowed" } });
    expect(refused.headers["access-control-allow-origin"]).toBe("*");
    expect((await getRoom(server, open)).rev).toBe(0);
    const { id, key } = newPrivateRoom();
    expect((await postAction(server, id, { action: "press" }, { origin: FOREIGN })).status).toBe(403);
    expect((await postAction(server, id, { action: "press" }, { origin: FOREIGN, key })).status).toBe(200);
  });

  test("a POST to an open room is accepted from the server's own host and from ALLOWED_ORIGINS", async () => {
    for (const origin of [server.http, "https://tomato.example"]) {
      expect((await postAction(server, newOpenRoom(), { action: "press" }, { origin })).status).toBe(200);
    }
  });

  test("a POST of 4,096 bytes is accepted, and one of 4,097 bytes is 413 with and without a Content-Length", async () => {
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

  test("a POST of bytes that are not UTF-8 is bad-json", async () => {
    const answer = await sendRequest(server, `/parties/main/${newOpenRoom()}`, {
      method: "POST",
      body: Uint8Array.from([0xff, 0xfe, 0x00, 0x80]),
    });
    expect([answer.status, (JSON.parse(answer.text) as { code: string }).code]).toEqual([400, "bad-json"]);
  });
});

describe("CORS", () => {
  test("a preflight from any page is answered, and allows an Authorization header", async () => {
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

  test("a page of another host can read every answer of a room, also refusals", async () => {
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

test("an unsupported method of a room is 405 with the allowed methods", async () => {
  for (const method of ["PUT", "DELETE", "PATCH"]) {
    const answer = await sendRequest(server, `/parties/main/${newOpenRoom()}`, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toContain("POST");
  }
});

test.each(["ab", "Kitchen", "kitchen/x", "a".repeat(40), "%6bitchen", "", "__proto__"])(
  "the invalid room id %j is 404 for every method",
  async (id) => {
    for (const method of ["GET", "POST", "OPTIONS", "HEAD"]) {
      const body = method === "POST" ? { body: JSON.stringify({ action: "press" }) } : {};
      expect((await sendRequest(server, `/parties/main/${id}`, { method, ...body })).status).toBe(404);
    }
  },
);

test("an action that is posted to a room's push address does not press", async () => {
  const id = newOpenRoom();
  await sendRequest(server, `/parties/main/${id}/push`, {
    method: "POST",
    body: JSON.stringify({ action: "press" }),
  });
  expect((await getRoom(server, id)).rev).toBe(0);
});

test("anyone can read the public key for pushes, which npm start makes where none is set", async () => {
  const { status, text } = await sendRequest(server, `/parties/main/${newOpenRoom()}/push`);
  expect([status, JSON.parse(text)]).toEqual([200, { key: expect.stringMatching(/^B[\w-]{86}$/) }]);
});
