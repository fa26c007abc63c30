/** /openapi.json against the running server: each answer that it describes is given, and no other. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startKeylessServer } from "../harness/keyless-server";
import type { KeylessServer } from "../harness/keyless-server";
import { newOpenRoom, newPrivateRoom } from "../harness/client";
import { listResponses, listOperations, OpenapiChecker } from "../harness/openapi-checker";
import type { DocumentedOperation, OpenapiDocument } from "../harness/openapi-checker";
import { sendRequest, postAction } from "../harness/http";
import type { HttpResponse } from "../harness/http";
import { startServerWithPush, subscribe } from "../harness/push";
import type { PushServer } from "../harness/push";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { markAsNewerForm } from "../harness/stored-rooms";
import { SeededRandom } from "../harness/random";
import { Mutator } from "../unit/shared/mutations";

const FOREIGN = "https://evil.example";
let stage: PushServer;
let bare: KeylessServer;
let newer: Server;
let newerRoom: string;
let document: OpenapiDocument;
let described: OpenapiChecker;
beforeAll(async () => {
  [stage, bare, newer] = await Promise.all([startServerWithPush(), startKeylessServer(), startServer()]);
  newerRoom = newOpenRoom();
  await postAction(newer, newerRoom, { action: "press" });
  await newer.stop();
  markAsNewerForm(newer.dataDir);
  await newer.restart();
  document = JSON.parse((await sendRequest(stage.server, "/openapi.json")).text) as OpenapiDocument;
  described = new OpenapiChecker(document, { strict: true });
});
afterAll(() => Promise.all([stage.dispose(), bare.dispose(), newer.dispose()]));

interface Wish {
  readonly server?: { readonly port: number };
  /** Default: a new open one. */
  readonly room?: string;
  readonly key?: string;
  readonly origin?: string;
  readonly query?: string;
  /** As JSON, or as it is; default: one that is right, where a body is described. */
  readonly body?: object | string;
}
/** A body that is right in form, by operation. */
const RIGHT: Readonly<Record<string, () => object>> = {
  act: () => ({ action: "press" }),
  subscribe: () => ({ subscription: stage.service.newDevice().toJSON() }),
  ringMe: () => ({ endpoint: stage.service.newDevice().endpoint, in: 60 }),
  unsubscribe: () => ({ endpoint: stage.service.newDevice().endpoint }),
};

function ring(call: DocumentedOperation, wish: Wish = {}): Promise<HttpResponse> {
  const { server = stage.server, room = newOpenRoom(), key, origin, query = "" } = wish;
  const body = wish.body ?? RIGHT[call.operation.operationId]?.();
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

/** How an answer comes about that any call may have, by what follows the operation in its name. */
const ANY: Readonly<Record<string, (call: DocumentedOperation) => Promise<HttpResponse>>> = {
  "400 bad-json": (call) => ring(call, { body: "{" }),
  "400 bad-message": (call) =>
    call.operation.requestBody ? ring(call, { body: {} }) : ring(call, { query: "?from=x" }),
  "403 not-allowed": (call) => ring(call, { room: newPrivateRoom().id, origin: FOREIGN }),
  "403 wrong-key": (call) => ring(call, { room: newPrivateRoom().id, key: newPrivateRoom().key }),
  "404": (call) => ring(call, { room: "Kitchen" }),
  "413 too-big": (call) => ring(call, { body: " ".repeat(4097) }),
  "429 too-fast": async (call) => {
    const room = newOpenRoom();
    for (;;) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => ring(call, { room })));
      const tooFast = answers.find(({ status }) => status === 429);
      if (tooFast !== undefined) return tooFast;
    }
  },
  "503": (call) => ring(call, { server: newer, room: newerRoom }),
};

/** And those that only one call has. */
const OWN: Readonly<Record<string, (call: DocumentedOperation) => Promise<HttpResponse>>> = {
  "look 200": (call) => ring(call),
  "act 200": (call) => ring(call, { body: { action: "setup", id: "p1", name: "Kim" } }),
  "act 409 stale": (call) => ring(call, { body: { action: "press", on: 99, id: "p1" } }),
  "act 409 no-undo": (call) => ring(call, { body: { action: "undo" } }),
  "act 409 not-now": (call) => ring(call, { body: { action: "hold" } }),
  "history 200": async (call) => ring(call, { room: await worked() }),
  "historyCsv 200": async (call) => ring(call, { room: await worked() }),
  "clearHistory 204": async (call) => ring(call, { room: await worked() }),
  "pushKey 200": (call) => ring(call),
  "subscribe 201": (call) => ring(call),
  "subscribe 409 not-now": (call) => ring(call, { server: bare }),
  "ringMe 202": async (call) => {
    const room = newOpenRoom();
    const { endpoint } = await subscribe(stage.server, room, stage.service.newDevice());
    return ring(call, { room, body: { endpoint, in: 60 } });
  },
  "ringMe 409 not-now": (call) => ring(call, { server: bare }),
  "unsubscribe 204": (call) => ring(call),
  "health 200": (call) => ring(call),
  "describe 200": (call) => ring(call),
};

/** A room with a record. */
async function worked(): Promise<string> {
  const room = newOpenRoom();
  for (const action of ["press", "reset"]) await postAction(stage.server, room, { action });
  return room;
}

describe("of the answers described", () => {
  test("every one is given, as it is described", async () => {
    const given: string[] = [];
    for (const call of listOperations(document)) {
      const { operationId } = call.operation;
      for (const name of listResponses({ paths: { [call.path]: { [call.method]: call.operation } } })) {
        const bring = OWN[name] ?? ANY[name.slice(operationId.length + 1)];
        if (bring === undefined) throw new Error(`nobody knows how ${name} comes about`);
        expect(described.identifyResponse(call, await bring(call))).toBe(name);
        given.push(name);
      }
    }
    expect(given).toEqual(listResponses(document));
    expect(Object.keys(OWN).filter((name) => !given.includes(name))).toEqual([]);
  });

  test("every one is, of 400 that damaged requests are given, of any call, with any key, to any room", async () => {
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
      const wish: Wish = {
        server: one(stage.server, bare),
        room: one(id, newOpenRoom(), newOpenRoom(), "__proto__", "%E0%A4%A", "a".repeat(40)),
        query: one("", "", "?from=1&to=2", "?to=-1", "?from=%00", "?_pk=x", "?from=1&from=x"),
        ...(key_ === undefined ? {} : { key: key_ }),
        ...(origin === undefined ? {} : { origin }),
        ...(call.operation.requestBody && random.chance(0.7)
          ? { body: one(mutator.message(), "", "[]", "null", "{}", " ".repeat(5000)) }
          : {}),
      };
      seen.add(described.identifyResponse(call, await ring(call, wish)));
    }
    expect(seen.size).toBeGreaterThan(25);
  });
});

test("what the document says of HEAD, OPTIONS, other methods and other pages holds for every path", async () => {
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
    const asked = await sendRequest(server, address, { method: "OPTIONS" });
    expect([asked.status, asked.text]).toEqual([204, ""]);
    for (const { headers } of [get, head, wrong, asked]) {
      expect(headers["access-control-allow-origin"]).toBe("*");
    }
  }
});

test("the document is for tools on any page, and carries the headers of every answer", async () => {
  const { headers } = await sendRequest(stage.server, "/openapi.json");
  expect(headers["access-control-allow-origin"]).toBe("*");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(document.openapi).toBe("3.1.0");
});
