/** Every call and all that it may answer. That exactly these answers are given is tested, against the running server. */
import { ERRORS } from "../../shared/errors";
import type { ErrorCode } from "../../shared/errors";
import { CSV_HEAD } from "../historyFormat";
import { ref } from "./schemas";
import type { Operation, PathItem, Response, Schema } from "./types";

const withBody = (description: string, type: string, schema: Schema): Response => ({
  description,
  content: { [type]: { schema } },
});
const told = (description: string, name: string): Response =>
  withBody(description, "application/json", ref(name));
const done = (description: string): Response => ({ description });
const text = (description: string): Response => withBody(description, "text/plain", { type: "string" });

/** What may be wrong, by status. The codes of one status share an answer. */
function refused(...codes: readonly ErrorCode[]): Record<string, Response> {
  const statuses = new Set(codes.map((code) => ERRORS[code].status));
  return Object.fromEntries(
    [...statuses].map((status) => [status, refusal(codes.filter((code) => ERRORS[code].status === status))]),
  );
}
const refusal = (codes: readonly ErrorCode[]): Response =>
  withBody(codes.map((code) => `${code}: ${ERRORS[code].meaning}`).join(" "), "application/json", {
    type: "object",
    required: ["type", "code", "detail"],
    properties: {
      type: { const: "error" },
      code: { enum: codes },
      detail: { type: "string", description: "For people who write clients." },
      id: { type: "string", description: "That of the action." },
    },
  });
const NEWER = text("The room was stored by a newer server, and is left as it is.");
const UNSTORED = refusal(["not-stored"]);
const NO_ROOM: Readonly<Record<string, Response>> = {
  "404": text("The id is none that a room can have."),
  "503": NEWER,
};
/** As NO_ROOM, for a call that may write something: what is due, too. */
const NO_ROOM_TO_WRITE: Readonly<Record<string, Response>> = {
  ...NO_ROOM,
  "503": {
    description: `As text: ${NEWER.description} As JSON: ${UNSTORED.description}`,
    content: { ...NEWER.content, ...UNSTORED.content },
  },
};
/** A private room wants its key; an open one none. */
const WITH_KEY = [{ key: [] }, {}];

const body = (name: string): NonNullable<Operation["requestBody"]> => ({
  required: true,
  content: { "application/json": { schema: ref(name) } },
});
const moment = (name: string, description: string) =>
  ({
    name,
    in: "query",
    description,
    schema: { type: "integer", minimum: 0, maximum: 999_999_999_999_999 },
  }) as const;
const SPAN = [
  moment("from", "Records that ended then or later, epoch ms."),
  moment("to", "Records that ended before then, epoch ms."),
];
const room = {
  name: "room",
  in: "path",
  required: true,
  description:
    "Private: the first 22 characters of base64url(SHA-256(key)). Open: 3 to 39 of a-z, 0-9 and -, but not 22 of them.",
  schema: {
    type: "string",
    pattern: "^(?:[A-Za-z0-9_-]{22}|(?!.{22}$)[a-z0-9-]{3,39})$",
  },
} as const;

/** What a receiver of the kind `json` gets; its answer may be any 2xx. */
export const WEBHOOKS: Readonly<Record<string, { readonly post: Operation }>> = {
  moment: {
    post: {
      operationId: "moment",
      summary: "A moment of the room, signed as Standard Webhooks describes it",
      requestBody: body("HookEvent"),
      responses: { "200": done("It is taken.") },
    },
  },
};

export const PATHS: Readonly<Record<string, PathItem>> = {
  "/parties/main/{room}": {
    parameters: [room],
    get: {
      operationId: "look",
      summary: "The whole room, to anyone who knows the id",
      responses: { "200": told("The room.", "Room"), ...NO_ROOM_TO_WRITE },
    },
    post: {
      operationId: "act",
      summary: "Press, set up, hold …",
      security: WITH_KEY,
      requestBody: body("Action"),
      responses: {
        "200": told("The room after it; unchanged where the action meant nothing.", "Room"),
        ...refused("bad-json", "bad-message", "not-allowed", "wrong-key", "stale", "no-undo", "not-now"),
        ...refused("too-big", "too-fast"),
        ...NO_ROOM_TO_WRITE,
      },
    },
  },
  "/parties/main/{room}/history": {
    parameters: [room],
    get: {
      operationId: "history",
      summary: "The ended work periods, the newest 2000",
      parameters: SPAN,
      responses: { "200": told("The records.", "History"), ...refused("bad-message"), ...NO_ROOM_TO_WRITE },
    },
    delete: {
      operationId: "clearHistory",
      summary: "Forget them, for good",
      security: WITH_KEY,
      responses: {
        "204": done("There are none any more."),
        ...refused("not-allowed", "wrong-key", "too-fast"),
        ...NO_ROOM_TO_WRITE,
      },
    },
  },
  "/parties/main/{room}/history.csv": {
    parameters: [room],
    get: {
      operationId: "historyCsv",
      summary: "The same for a spreadsheet: RFC 4180, moments in UTC",
      parameters: SPAN,
      responses: {
        "200": withBody("A header, then a row for each record.", "text/csv", {
          type: "string",
          pattern: `^${CSV_HEAD}\r\n`,
        }),
        ...refused("bad-message"),
        ...NO_ROOM_TO_WRITE,
      },
    },
  },
  "/parties/main/{room}/push": {
    parameters: [room],
    get: {
      operationId: "pushKey",
      summary: "By which key this server's pushes are known",
      parameters: [
        {
          name: "subscription",
          in: "query",
          description: "The id of a subscription, from the Location of the answer to ringMe.",
          schema: { type: "string" },
        },
      ],
      responses: { "200": told("The key.", "PushKey"), ...NO_ROOM },
    },
    put: {
      operationId: "subscribe",
      summary: "Call this device when the room rings; again: renews",
      security: WITH_KEY,
      requestBody: body("Subscribe"),
      responses: {
        "201": done("It will be called."),
        ...refused("bad-json", "bad-message", "not-allowed", "wrong-key", "not-now", "too-big", "too-fast"),
        ...NO_ROOM_TO_WRITE,
      },
    },
    post: {
      operationId: "ringMe",
      summary: "One push to this device alone, to try it",
      security: WITH_KEY,
      requestBody: body("RingMe"),
      responses: {
        "202": done("It will ring. Location: where GET says whether the push service refused it."),
        ...refused("bad-json", "bad-message", "not-allowed", "wrong-key", "not-now", "too-big", "too-fast"),
        ...NO_ROOM_TO_WRITE,
      },
    },
    delete: {
      operationId: "unsubscribe",
      summary: "Call this device no more, known or not",
      security: WITH_KEY,
      requestBody: body("Unsubscribe"),
      responses: {
        "204": done("It is not called any more."),
        ...refused("bad-json", "bad-message", "not-allowed", "wrong-key", "too-big", "too-fast"),
        ...NO_ROOM_TO_WRITE,
      },
    },
  },
  "/parties/main/{room}/hooks": {
    parameters: [room],
    get: {
      operationId: "hooks",
      summary: "The services that are told of the room's moments, to those who control it",
      security: WITH_KEY,
      responses: {
        "200": told("The hooks, without their addresses.", "Hooks"),
        ...refused("not-allowed", "wrong-key"),
        ...NO_ROOM,
      },
    },
    put: {
      operationId: "putHook",
      summary: "Tell one more service; the same address again: changes its hook",
      security: WITH_KEY,
      requestBody: body("PutHook"),
      responses: {
        "201": told("It will be told.", "HookAdded"),
        ...refused("bad-json", "bad-message", "not-allowed", "wrong-key", "not-now", "too-big", "too-fast"),
        ...NO_ROOM_TO_WRITE,
      },
    },
    post: {
      operationId: "testHook",
      summary: "Send a test to one of them, and wait for its answer",
      security: WITH_KEY,
      requestBody: body("HookId"),
      responses: {
        "200": told("What it has answered.", "HookAnswer"),
        ...refused("bad-json", "bad-message", "not-allowed", "wrong-key", "too-big", "too-fast"),
        ...NO_ROOM_TO_WRITE,
      },
    },
    delete: {
      operationId: "deleteHook",
      summary: "Tell this service no more, known or not",
      security: WITH_KEY,
      requestBody: body("HookId"),
      responses: {
        "204": done("It is not told any more."),
        ...refused("bad-json", "bad-message", "not-allowed", "wrong-key", "too-big", "too-fast"),
        ...NO_ROOM_TO_WRITE,
      },
    },
  },
  "/healthz": {
    get: {
      operationId: "health",
      summary: "Whether the server is well",
      responses: {
        "200": told("It is.", "Health"),
        "503": told("The rooms cannot store changes.", "Illness"),
      },
    },
  },
  "/openapi.json": {
    get: {
      operationId: "describe",
      summary: "This document",
      responses: {
        "200": withBody("OpenAPI 3.1.", "application/json", {
          type: "object",
          required: ["openapi", "info", "paths", "components"],
          properties: { openapi: { const: "3.1.0" }, info: {}, paths: {}, webhooks: {}, components: {} },
        }),
      },
    },
  },
};
