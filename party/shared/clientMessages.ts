/**
 * Client → server: the schemas of everything that a client may send, and their readers. The schemas are the source of
 * the types and of OpenAPI. Bad input is a value, never an exception.
 */
import * as v from "valibot";
import { toAction } from "./actions";
import { MAX_BYTES, MAX_LIST_BYTES, MAX_TEXT, TURN_NAMES } from "./limits";
import {
  aim,
  BoardSchema,
  ClientIdSchema,
  ItemsSchema,
  lineOrNull,
  moment,
  NamesSchema,
  NameSchema,
  settings,
  whole,
} from "./messageFields";
import { check, idIn, parseJson } from "./parseJson";
import type { Parsed } from "./parseJson";
import type { Action, State, Via } from "./pomodoro";
import type { Board } from "./serverMessages";

export { NameSchema } from "./messageFields";
export { idOf, parseJsonAs } from "./parseJson";
export type { Parsed } from "./parseJson";

/** Actions without fields of their own. */
const PLAIN_ACTIONS = ["press", "reset", "skip", "hold", "resume", "undo", "next"] as const;
/** The messages that change the room, with more fields that each of them may carry. */
const changesWith = <const E extends v.ObjectEntries>(more: E) =>
  [
    v.object({ action: v.picklist(PLAIN_ACTIONS), ...aim, ...more }),
    v.object({ action: v.literal("extend"), ...aim, seconds: whole(1, 3600), ...more }),
    v.object({
      action: v.literal("setup"),
      ...aim,
      ...settings,
      when: v.optional(v.picklist(["now", "next"], 'must be "now" or "next"')),
      ...more,
    }),
    v.object({ action: v.literal("list"), ...aim, items: ItemsSchema, ...more }),
    v.object({
      action: v.literal("turns"),
      ...aim,
      names: v.nullable(NamesSchema),
      /** The machine checks that it is the index of one of the names. */
      at: v.optional(whole(0, TURN_NAMES.max - 1)),
      ...more,
    }),
    v.object({
      action: v.literal("start"),
      ...aim,
      at: v.nullable(whole(0, Number.MAX_SAFE_INTEGER, "must be a moment in whole ms, or null")),
      ...more,
    }),
    v.object({ action: v.literal("title"), ...aim, title: v.nullable(NameSchema), ...more }),
  ] as const;
const changes = changesWith({});
const CHANGES = [...PLAIN_ACTIONS, "extend", "setup", "list", "turns", "start", "title"];
const ONE_OF = `must be one of ${CHANGES.join(", ")}`;

const ClientSchema = v.variant(
  "action",
  [
    ...changes,
    v.object({
      action: v.literal("join"),
      key: v.optional(v.string("must be text")),
      name: v.optional(NameSchema),
      doing: v.optional(lineOrNull(MAX_TEXT)),
      client: v.optional(ClientIdSchema),
    }),
    v.object({ action: v.literal("alive") }),
    v.object({ action: v.literal("board"), board: v.nullable(BoardSchema) }),
    v.object({ action: v.literal("ping"), t0: v.optional(moment("must be a number")) }),
  ],
  `${ONE_OF}, join, board, ping, alive`,
);

const viaSchema = <const V extends readonly Via[]>(vias: V) =>
  v.optional(v.picklist(vias, `must be one of ${vias.join(", ")}`));
const SocketExtrasSchema = v.object({ via: viaSchema(["app", "board"]) });
/** The body of a POST to a room. */
export const HttpActionSchema = v.variant(
  "action",
  changesWith({ via: viaSchema(["app", "board", "push", "api"]), name: v.optional(NameSchema) }),
  ONE_OF,
);

type Change = v.InferOutput<(typeof changes)[number]>;
type ChangeInput = v.InferInput<(typeof changes)[number]>;
/** What an action consists of, without what it is aimed at. */
type WithoutAim<C> = C extends unknown ? Omit<C, keyof typeof aim> : never;
export type ActionFields = WithoutAim<ChangeInput>;
export type ChangeMessage = ChangeInput & { via?: Via };
export type ClientMessage = v.InferInput<typeof ClientSchema> & { via?: Via };

/** An action that changes the room, parsed. */
export interface ChangeRequest {
  readonly kind: "change";
  readonly action: Action;
  readonly on?: number | undefined;
  readonly state?: State | undefined;
  readonly until?: number | undefined;
  readonly id?: string | undefined;
  readonly via: Via;
  /** HTTP only: who it is from; a connection has told its name in `join`. */
  readonly name: string | null;
}
export type ClientRequest =
  | ChangeRequest
  /** A field that is undefined stays as it is; `name` and `doing` null: none. */
  | {
      readonly kind: "join";
      readonly key?: string | undefined;
      readonly name?: string | null | undefined;
      readonly doing?: string | null | undefined;
      readonly client?: string | undefined;
    }
  | { readonly kind: "alive" }
  | { readonly kind: "board"; readonly board: Board | null }
  /** Without `t0` it is a heartbeat. */
  | { readonly kind: "ping"; readonly t0?: number | undefined };

/** Reads one text message of a socket. Never throws. */
export function parseClientMessage(text: string): Parsed<ClientRequest> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const id = idIn(json.value);
  const message = check(ClientSchema, json.value, id);
  if (!message.ok) return message;
  const { value } = message;
  switch (value.action) {
    case "join":
      return {
        ok: true,
        value: {
          kind: "join",
          key: value.key,
          name: value.name,
          doing: value.doing,
          client: value.client,
        },
      };
    case "alive":
      return { ok: true, value: { kind: "alive" } };
    case "board":
      return { ok: true, value: { kind: "board", board: value.board } };
    case "ping":
      return { ok: true, value: { kind: "ping", t0: value.t0 } };
    case "press": {
      const extras = check(SocketExtrasSchema, json.value, id);
      return extras.ok ? { ok: true, value: toRequest(value, extras.value.via ?? "app", null) } : extras;
    }
    default:
      return { ok: true, value: toRequest(value, "app", null) };
  }
}

/** Reads the body of a POST to a room. Never throws. */
export function parseHttpAction(text: string): Parsed<ChangeRequest> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const id = idIn(json.value);
  const message = check(HttpActionSchema, json.value, id);
  if (!message.ok) return message;
  const { via = "api", name = null } = message.value;
  return { ok: true, value: toRequest(message.value, via, name) };
}

/** Whether a message of this many bytes is too big: only a list may be long. */
export function isTooBig(text: string, bytes: number): boolean {
  if (bytes <= MAX_BYTES || bytes > MAX_LIST_BYTES) return bytes > MAX_BYTES;
  const json = parseJson(text);
  return !json.ok || !v.is(v.object({ action: v.literal("list") }), json.value);
}

function toRequest(change: Change, via: Via, name: string | null): ChangeRequest {
  const { on, on_state: state, until, id } = change;
  return { kind: "change", action: toAction(change), on, state, until, id, via, name };
}
