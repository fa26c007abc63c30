/** Compares /openapi.json with the running server: the server gives every documented response, and no other. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startKeylessServer } from "../harness/keyless-server";
import type { KeylessServer } from "../harness/keyless-server";
import { newOpenRoom, newPrivateRoom } from "../harness/client";
import { listResponses, listOperations, OpenapiChecker } from "../harness/openapi-checker";
import type { DocumentedOperation, OpenapiDocument } from "../harness/openapi-checker";
import { sendRequest, postAction } from "../harness/http";
import type { HttpResponse } from "../harness/http";
import { addHook } from "../harness/hooks";
import { startServerWithPush, subscribe } from "../harness/push";
import type { PushServer } from "../harness/push";
import { forbidWrites, startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { requireTools } from "../harness/with-tools";
import { markAsNewerForm } from "../harness/stored-rooms";
import { waitFor } from "../harness/wait";
import { SeededRandom } from "../harness/random";
import { Mutator } from "../unit/shared/mutations";

const FOREIGN = "https://evil.example";
let stage: PushServer;
let bare: KeylessServer;
let newer: Server;
let newerRoom: string;
/** Its disk takes no changes, and in its room something is due. */
let full: Server;
let fullRoom: string;
let document: OpenapiDocument;
let checker: OpenapiChecker;
const hasTools = requireTools("Python");
beforeAll(async () => {
  if (!hasTools) return;
  [stage, bare, newer, full] = await Promise.all([
    startServerWithPush(),
    startKeylessServer(),
    startServer(),
    startServer(),
  ]);
  fullRoom = newOpenRoom();
  await postAction(full, fullRoom, { action: "setup", work_duration: 2 });
  await postAction(full, fullRoom, { action: "press" });
  forbidWrites(full);
  await waitFor("a full disk", async () => (await sendRequest(full, "/healthz")).status === 503);
  newerRoom = newOpenRoom();
  await postAction(newer, newerRoom, { action: "press" });
  await newer.stop();
  markAsNewerForm(newer.dataDir);
  await newer.restart();
  document = JSON.parse((await sendRequest(stage.server, "/openapi.json")).text) as OpenapiDocument;
  checker = new OpenapiChecker(document, { strict: true });
});
afterAll(() =>
  hasTools ? Promise.all([stage.dispose(), bare.dispose(), newer.dispose(), full.dispose()]) : undefined,
);

interface CallOptions {
  readonly server?: { readonly port: number };
  /** Default: a new open room. */
  readonly room?: string;
  readonly key?: string;
  readonly origin?: string;
  readonly query?: string;
  /** An object is sent as JSON, a string as it is. Default: a valid body, where the document describes one. */
  readonly body?: object | string;
}
/** Makes a valid body, by operation. */
const VALID_BODIES: Readonly<Record<string, () => object>> = {
  act: () => ({ action: "press" }),
  subscribe: () => ({ subscription: stage.service.newDevice().toJSON() }),
  ringMe: () => ({ endpoint: stage.service.newDevice().endpoint, in: 60 }),
  putHook: () => ({ kind: "json", url: "https://host.invalid/hook" }),
  testHook: () => ({ id: "no-hook_" }),
  deleteHook: () => ({ id: "no-hook_" }),
  unsubscribe: () => ({ endpoint: stage.service.newDevice().endpoint }),
};

/** Sends the request of a documented operation. */
function send(call: DocumentedOperation, options: CallOptions = {}): Promise<HttpResponse> {
  const { server = stage.server, room = newOpenRoom(), key, query = "" } = options;
  // The hooks of an open room are for its own page.
  const own = call.path.endsWith("/hooks") ? `http://127.0.0.1:${server.port}` : undefined;
  const origin = options.origin ?? own;
  const body = options.body ?? VALID_BODIES[call.operation.operationId]?.();
  const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
  return sendRequest(server, call.path.replace("{room}", room) + query, {
    method: call.method.toUpperCase(),
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(origin === undefined ? {} : { origin }),
      ...(text === undefined ? {} : { "content-length": String(Buffer.byteLength(text)) }),
    },
    ...(text === undefined ? {} : { body: text }),
  });
}

/** Provokes a response that several operations have; the key is the name of the response without the operation. */
const COMMON_RESPONSES: Readonly<Record<string, (call: DocumentedOperation) => Promise<HttpResponse>>> = {
  "400 bad-json": (call) => send(call, { body: "{" }),
  "400 bad-message": (call) =>
    call.operation.requestBody ? send(call, { body: {} }) : send(call, { query: "?from=x" }),
  "403 not-allowed": (call) => send(call, { room: newPrivateRoom().id, origin: FOREIGN }),
  "403 wrong-key": (call) => send(call, { room: newPrivateRoom().id, key: newPrivateRoom().key }),
  "404": (call) => send(call, { room: "Kitchen" }),
  "413 too-big": (call) => send(call, { body: " ".repeat(4097) }),
  "429 too-fast": async (call) => {
    const room = newOpenRoom();
    for (;;) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => send(call, { room })));
      const tooFast = answers.find(({ status }) => status === 429);
      if (tooFast !== undefined) return tooFast;
    }
  },
  "503": (call) => send(call, { server: newer, room: newerRoom }),
  "503 not-stored": async (call) => {
    // At first nothing is due yet, and a read answers 200.
    return waitFor("503", async () => {
      const answer = await send(call, { server: full, room: fullRoom });
      return answer.status === 503 ? answer : null;
    });
  },
};

/** Provokes a response that only one operation has; the key is its whole name. */
const OWN_RESPONSES: Readonly<Record<string, (call: DocumentedOperation) => Promise<HttpResponse>>> = {
  "look 200": (call) => send(call),
  "act 200": (call) => send(call, { body: { action: "setup", id: "p1", name: "Kim" } }),
  "act 409 stale": (call) => send(call, { body: { action: "press", on: 99, id: "p1" } }),
  "act 409 no-undo": (call) => send(call, { body: { action: "undo" } }),
  "act 409 not-now": (call) => send(call, { body: { action: "hold" } }),
  "history 200": async (call) => send(call, { room: await newRoomWithRecord() }),
  "historyCsv 200": async (call) => send(call, { room: await newRoomWithRecord() }),
  "clearHistory 204": async (call) => send(call, { room: await newRoomWithRecord() }),
  "pushKey 200": (call) => send(call),
  "subscribe 201": (call) => send(call),
  "subscribe 409 not-now": (call) => send(call, { server: bare }),
  "ringMe 202": async (call) => {
    const room = newOpenRoom();
    const { endpoint } = await subscribe(stage.server, room, stage.service.newDevice());
    return send(call, { room, body: { endpoint, in: 60 } });
  },
  "ringMe 409 not-now": (call) => send(call, { server: bare }),
  "unsubscribe 204": (call) => send(call),
  "hooks 200": async (call) => {
    const room = newOpenRoom();
    await addHook(stage.server, room, "https://host.invalid/hook");
    return send(call, { room });
  },
  "putHook 201": (call) => send(call),
  "putHook 409 not-now": async (call) => {
    const room = newOpenRoom();
    for (const path of "abcde") await addHook(stage.server, room, `https://host.invalid/${path}`);
    return send(call, { room });
  },
  "testHook 200": async (call) => {
    const room = newOpenRoom();
    const { id } = await addHook(stage.server, room, "https://host.invalid/hook");
    return send(call, { room, body: { id } });
  },
  "deleteHook 204": (call) => send(call),
  "health 200": (call) => send(call),
  "health 503": (call) => send(call, { server: full }),
  "describe 200": (call) => send(call),
};

/** Makes a room whose history has a record. */
async function newRoomWithRecord(): Promise<string> {
  const room = newOpenRoom();
  for (const action of ["press", "reset"]) await postAction(stage.server, room, { action });
  return room;
}

describe("the documented responses", () => {
  test("the server gives every documented response as it is documented", async () => {
    const given: string[] = [];
    for (const call of listOperations(document)) {
      const { operationId } = call.operation;
      for (const name of listResponses({ paths: { [call.path]: { [call.method]: call.operation } } })) {
        const provoke = OWN_RESPONSES[name] ?? COMMON_RESPONSES[name.slice(operationId.length + 1)];
        if (provoke === undefined) throw new Error(`this test cannot provoke ${name}`);
        expect(checker.identifyResponse(call, await provoke(call))).toBe(name);
        given.push(name);
      }
    }
    expect(given).toEqual(listResponses(document));
    expect(Object.keys(OWN_RESPONSES).filter((name) => !given.includes(name))).toEqual([]);
  });

  test("every response to 400 damaged requests of all operations, keys and rooms is a documented one", async () => {
    const random = new SeededRandom(8);
    const mutator = new Mutator(8);
    const one = <T>(...values: readonly T[]): T => random.pick(values);
    const { id, key } = newPrivateRoom();
    const calls = listOperations(document);
    const seen = new Set<string>();
    for (let nth = 0; nth < 400; nth++) {
      const call = one(...calls);
      const key_ = one(undefined, key, "x", newPrivateRoom().key);
      const origin = one(undefined, FOREIGN, "null", stage.server.http);
      const options: CallOptions = {
        server: one(stage.server, bare),
        room: one(id, newOpenRoom(), newOpenRoom(), "__proto__", "%E0%A4%A", "a".repeat(40)),
        query: one("", "", "?from=1&to=2", "?to=-1", "?from=%00", "?_pk=x", "?from=1&from=x"),
        ...(key_ === undefined ? {} : { key: key_ }),
        ...(origin === undefined ? {} : { origin }),
        ...(call.operation.requestBody && random.chance(0.7)
          ? { body: one(mutator.message(), "", "[]", "null", "{}", " ".repeat(5000)) }
          : {}),
      };
      seen.add(checker.identifyResponse(call, await send(call, options)));
    }
    expect(seen.size).toBeGreaterThan(25);
  });
});

test("every documented path answers HEAD, OPTIONS, other methods and other pages as the document says", async () => {
  const { server } = stage;
  for (const path of Object.keys(document.paths)) {
    const calls = listOperations(document).filter((call) => call.path === path);
    const address = path.replace("{room}", newOpenRoom());
    const get = await sendRequest(server, address);
    const head = await sendRequest(server, address, { method: "HEAD" });
    expect([head.status, head.headers["content-type"], head.text]).toEqual([
      200,
      get.headers["content-type"],
      "",
    ]);
    const wrong = await sendRequest(server, address, { method: "PATCH" });
    const methods = calls.map(({ method }) => method.toUpperCase());
    const ofRooms = path.startsWith("/parties");
    expect([wrong.status, wrong.headers.allow?.split(", ").sort()]).toEqual([
      405,
      [...methods, "HEAD", ...(ofRooms ? ["OPTIONS"] : [])].sort(),
    ]);
    if (!ofRooms) continue;
    const preflight = await sendRequest(server, address, { method: "OPTIONS" });
    expect([preflight.status, preflight.text]).toEqual([204, ""]);
    for (const { headers } of [get, head, wrong, preflight]) {
      expect(headers["access-control-allow-origin"]).toBe("*");
    }
  }
});

test("a tool on any page can read /openapi.json, which has the common security headers", async () => {
  const { headers } = await sendRequest(stage.server, "/openapi.json");
  expect(headers["access-control-allow-origin"]).toBe("*");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(document.openapi).toBe("3.1.0");
});
