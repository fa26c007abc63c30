/** Every error code on the socket and over HTTP: no connection closes, no room changes, nobody else gets a message. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ErrorCode } from "../../party/shared/errors";
import { enter, enterWithKey, isRoom, newOpenRoom, newPrivateRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { getRoom, postAction } from "../harness/http";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

interface Case {
  readonly code: ErrorCode;
  readonly status: number;
  readonly what: string;
  /** Actions that bring the room into the state in which the message is wrong. */
  readonly before?: readonly object[];
  readonly message: string | object;
  /** A part of `detail`. */
  readonly names?: string;
  /** True for actions that do not exist over HTTP. */
  readonly socketOnly?: boolean;
}

const bad = (what: string, message: object, names: string): Case => ({
  code: "bad-message",
  status: 400,
  what,
  message: { id: "x", ...message },
  names,
});
const conflict = (code: ErrorCode, what: string, message: object, before: readonly object[] = []): Case => ({
  code,
  status: 409,
  what,
  before,
  message: { id: "x", ...message },
});

const CASES: readonly Case[] = [
  { code: "bad-json", status: 400, what: "text that is not JSON", message: "{" },
  { code: "bad-json", status: 400, what: "an empty message", message: "" },
  {
    code: "bad-json",
    status: 400,
    what: "a body in single quotes, as cmd.exe sends it",
    message: "'{action:press,name:curl}'",
    names: "single quote",
  },
  {
    code: "bad-json",
    status: 400,
    what: "a body without double quotes, as PowerShell sends it",
    message: "{action:press}",
    names: "no double quotes",
  },
  { code: "bad-message", status: 400, what: "JSON that is not an object", message: "7" },
  { code: "bad-message", status: 400, what: "null", message: "null" },
  { code: "bad-message", status: 400, what: "an array", message: "[]" },
  bad("a missing action", {}, "action"),
  bad("an unknown action", { action: "explode" }, "action"),
  bad("an action that every object inherits", { action: "constructor" }, "action"),
  bad("a work duration of 0", { action: "setup", work_duration: 0 }, "work_duration"),
  bad("a work duration of more than a day", { action: "setup", work_duration: 86_401 }, "work_duration"),
  bad("a break duration of 1.5 s", { action: "setup", break_duration: 1.5 }, "break_duration"),
  bad("a duration as text", { action: "setup", break_duration: "60" }, "break_duration"),
  bad("a duration of null", { action: "setup", break_duration: null }, "break_duration"),
  bad("25 cycles", { action: "setup", number_cycles: 25 }, "number_cycles"),
  bad("0 cycles", { action: "setup", number_cycles: 0 }, "number_cycles"),
  bad("a negative long break", { action: "setup", long_break_duration: -1 }, "long_break_duration"),
  bad("auto_continue of 4 s", { action: "setup", auto_continue: 4 }, "auto_continue"),
  bad("auto_continue of more than an hour", { action: "setup", auto_continue: 3601 }, "auto_continue"),
  bad("an unknown `when`", { action: "setup", when: "later" }, "when"),
  bad("extend by 0 s", { action: "extend", seconds: 0 }, "seconds"),
  bad("extend by more than an hour", { action: "extend", seconds: 3601 }, "seconds"),
  bad("extend without seconds", { action: "extend" }, "seconds"),
  bad("an `on` that is not a number", { action: "press", on: "0" }, "on"),
  bad("an `until` that is not a number", { action: "press", until: "soon" }, "until"),
  bad("a press via timer", { action: "press", via: "timer" }, "via"),
  {
    code: "bad-message",
    status: 400,
    what: "an id of 41 characters",
    message: { action: "press", id: "i".repeat(41) },
    names: "id",
  },
  {
    code: "bad-message",
    status: 400,
    what: "an id that is not a string",
    message: { action: "press", id: 7 },
    names: "id",
  },
  {
    ...bad("an extension to more than a day", { action: "extend", seconds: 3600 }, "seconds"),
    before: [{ action: "setup", work_duration: 86_400 }, { action: "press" }],
  },
  { code: "too-big", status: 413, what: "a message of 4,097 bytes", message: " ".repeat(4097) },
  { ...bad("a ping whose t0 is not a number", { action: "ping", t0: null }, "t0"), socketOnly: true },
  { ...bad("a board without kind", { action: "board", board: { name: "Red" } }, "kind"), socketOnly: true },
  { ...bad("a key that is not a string", { action: "join", key: 7 }, "key"), socketOnly: true },
  conflict("stale", "a press with another rev in `on`", { action: "press", on: 5 }),
  conflict("stale", "a press after its `until`", { action: "press", until: 1 }),
  conflict("stale", "a resume with a wrong `on` in a wrong state", { action: "resume", on: 5 }),
  conflict("no-undo", "an undo without a change before it", { action: "undo" }),
  conflict("no-undo", "an undo after an undo", { action: "undo" }, [{ action: "press" }, { action: "undo" }]),
  ...["reset", "skip", "hold", "resume"].map((action) =>
    conflict("not-now", `${action} in IDLE`, { action }),
  ),
  conflict("not-now", "extend in IDLE", { action: "extend", seconds: 60 }),
  conflict("not-now", "resume of a running period", { action: "resume" }, [{ action: "press" }]),
  conflict("not-now", "hold of a paused period", { action: "hold" }, [
    { action: "press" },
    { action: "hold" },
  ]),
  conflict("not-now", "hold of an alarm", { action: "hold" }, [{ action: "press" }, { action: "skip" }]),
];

/** Makes a room after these actions, with a second connection that must not get any message. */
async function enterTwice(
  before: readonly object[] = [],
): Promise<{ id: string; client: Client; other: Client }> {
  const id = newOpenRoom();
  const { client } = await enter(server.socket(id));
  for (const action of before) await client.change(action);
  const { client: other } = await enter(server.socket(id));
  return { id, client, other };
}

describe("on the socket", () => {
  test.each(CASES)(
    "the error $code answers $what on the socket",
    async ({ code, message, names = "", before }) => {
      const { id, client, other } = await enterTwice(before);
      const room = await getRoom(server, id);
      const receivedBefore = client.received.length;
      client.sendRaw(typeof message === "string" ? message : JSON.stringify(message));
      const answer = await client.next((m) => m.type === "error");
      expect(answer).toMatchObject({ type: "error", code });
      const echoed = typeof message === "object" && "id" in message && message.id === "x";
      expect(answer).toEqual({
        type: "error",
        code,
        detail: expect.stringContaining(names) as string,
        ...(echoed ? { id: "x" } : {}),
      });
      await Promise.all([client.sync(), other.sync()]);
      expect(client.received.slice(receivedBefore).map(({ type }) => type)).toEqual(["error", "pong"]);
      expect(other.received.map(({ type }) => type)).toEqual(["room", "pong"]);
      expect({ ...(await getRoom(server, id)), now: 0 }).toEqual({ ...room, now: 0 });
      await Promise.all([client.close(), other.close()]);
    },
  );

  test("the error not-allowed answers every action of a watcher, and nothing changes", async () => {
    const { id } = newPrivateRoom();
    const { client } = await enter(server.socket(id));
    for (const action of ["press", "setup", "reset", "skip", "hold", "resume", "undo"]) {
      expect(await client.request({ action })).toMatchObject({ type: "error", code: "not-allowed" });
    }
    expect(await client.request({ action: "extend", seconds: 9 })).toMatchObject({ code: "not-allowed" });
    expect(await getRoom(server, id)).toMatchObject({ rev: 0, state: 0, started_at: null });
    await client.close();
  });

  test("a malformed message of a watcher is bad-message, because the form is checked before the role", async () => {
    const { client } = await enter(server.socket(newPrivateRoom().id));
    expect(await client.request({ action: "explode" })).toMatchObject({ code: "bad-message" });
    expect(await client.request({ action: "press", on: 9 })).toMatchObject({ code: "not-allowed" });
    await client.close();
  });

  test("the error wrong-key answers the key of another room, malformed keys and the room's own id", async () => {
    const { id } = newPrivateRoom();
    const { client } = await enter(server.socket(id));
    for (const key of [newPrivateRoom().key, "", "short", id, "ä".repeat(22), "k".repeat(1000)]) {
      expect(await client.join({ key })).toMatchObject({ type: "error", code: "wrong-key" });
    }
    expect(await client.request({ action: "press" })).toMatchObject({ code: "not-allowed" });
    await client.close();
  });
});

describe("over HTTP", () => {
  test.each(CASES.filter(({ socketOnly }) => !socketOnly))(
    "the error $code with status $status answers $what over HTTP",
    async ({ code, status, message, names = "", before }) => {
      const { id, client, other } = await enterTwice(before);
      const room = await getRoom(server, id);
      const answer = await postAction(server, id, message);
      expect({ code: answer.message.type === "error" && answer.message.code, status: answer.status }).toEqual(
        {
          code,
          status,
        },
      );
      const echoed = typeof message === "object" && "id" in message && message.id === "x";
      expect(answer.message).toEqual({
        type: "error",
        code,
        detail: expect.stringContaining(names) as string,
        ...(echoed ? { id: "x" } : {}),
      });
      await other.sync();
      expect(other.received.map(({ type }) => type)).toEqual(["room", "pong"]);
      expect({ ...(await getRoom(server, id)), now: 0 }).toEqual({ ...room, now: 0 });
      await Promise.all([client.close(), other.close()]);
    },
  );

  test.each(["join", "board", "ping"])("the action %s is bad-message over HTTP", async (action) => {
    const answer = await postAction(server, newOpenRoom(), { action, t0: 1, board: null, id: "x" });
    expect(answer).toMatchObject({ status: 400, message: { code: "bad-message", id: "x" } });
  });

  test("a POST to a private room is not-allowed without a key and wrong-key with another key, and changes nothing", async () => {
    const { id, key } = newPrivateRoom();
    const watcher = await enter(server.socket(id));
    expect(await postAction(server, id, { action: "press", id: "x" })).toMatchObject({
      status: 403,
      message: { type: "error", code: "not-allowed", id: "x" },
    });
    expect(await postAction(server, id, { action: "press" }, { key: newPrivateRoom().key })).toMatchObject({
      status: 403,
      message: { type: "error", code: "wrong-key" },
    });
    await watcher.client.sync();
    expect(watcher.client.received.filter(isRoom)).toHaveLength(1);
    expect(await postAction(server, id, { action: "press" }, { key })).toMatchObject({ status: 200 });
    await watcher.client.close();
  });

  test("about 20 of 60 POSTs at once are accepted, and the others are too-fast and change nothing", async () => {
    const id = newOpenRoom();
    const start = Date.now();
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => postAction(server, id, { action: "setup", id: "x" })),
    );
    const done = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 429);
    expect(done.length + refused.length).toBe(60);
    expect(done.length).toBeGreaterThanOrEqual(20);
    // The bucket gets 5 more per second while the requests arrive.
    expect(done.length).toBeLessThanOrEqual(20 + Math.ceil(((Date.now() - start) / 1000) * 5));
    for (const { message } of refused) {
      expect(message).toMatchObject({ type: "error", code: "too-fast", id: "x" });
    }
    expect((await getRoom(server, id)).rev).toBe(done.length);
    expect((await postAction(server, newOpenRoom(), { action: "press" })).status).toBe(200); // each room has its own bucket
  });
});

test("a press with the rev of running work is stale once that work has ended", async () => {
  const id = newOpenRoom();
  const client = await enter(server.socket(id)).then((entered) => entered.client);
  await client.change({ action: "setup", work_duration: 1 });
  const work = await client.change({ action: "press" });
  await client.next((m) => isRoom(m) && m.state === 2);
  expect(await client.request({ action: "press", on: work.rev })).toMatchObject({
    type: "error",
    code: "stale",
  });
  expect(await getRoom(server, id)).toMatchObject({ state: 2, rev: work.rev + 1 });
  await client.close();
});

test("a setup without fields is valid, and a controller of a private room may send it", async () => {
  const { id, key } = newPrivateRoom();
  const client = await enterWithKey(server.socket(id), key);
  expect(await client.change({ action: "setup" })).toMatchObject({ rev: 1, state: 0, work_duration: 1500 });
  await client.close();
});
