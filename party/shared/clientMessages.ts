/**
 * Client → server: the schemas of everything that a client may send, and their readers. The schemas are the source of
 * the types and of OpenAPI. Bad input is a value, never an exception.
 */
import * as v from "valibot";
import { toAction } from "./actions";
import { errorMessage } from "./errors";
import type { ErrorMessage } from "./errors";
import {
  MAX_BYTES,
  MAX_ID,
  MAX_ITEMS,
  MAX_LIST_BYTES,
  MAX_NAME,
  MAX_TEXT,
  TURN_NAMES,
  UNSAFE_CHARACTERS,
} from "./limits";
import type { Action, Via } from "./pomodoro";
import type { Board } from "./serverMessages";
import { eachSetting, SETTINGS } from "./settings";
import type { SettingName, SettingsFields } from "./settings";

const whole = (min: number, max: number, message = `must be a whole number from ${min} to ${max}`) =>
  v.pipe(v.number(message), v.integer(message), v.minValue(min, message), v.maxValue(max, message));
const moment = (message: string) => v.pipe(v.number(message), v.finite(message));

/** A line of text of at most `max` characters, trimmed. The pattern says the same for OpenAPI. */
const line = (max: number) =>
  v.pipe(
    v.string("must be text"),
    v.metadata({
      pattern: `^\\s*(?:(?!\\s)[^\\p{Cc}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069\\p{Cs}]{1,${max}}(?<!\\s))?\\s*$`,
    }),
    v.trim(),
    v.check((text) => [...text].length <= max, `must have at most ${max} characters`),
    v.check(
      (text) => !UNSAFE_CHARACTERS.test(text),
      "must have no control or bidirectional-override characters",
    ),
  );
/** A line that is not empty. */
const label = (max: number) => v.pipe(line(max), v.nonEmpty("must not be empty"));
/** A line; an empty one is read as null. */
const lineOrNull = (max: number) =>
  v.pipe(
    line(max),
    v.transform((text) => (text === "" ? null : text)),
  );
/** The name of a person or a device; an empty one is read as null. */
export const NameSchema = lineOrNull(MAX_NAME);
const BoardSchema = v.object(
  {
    name: label(MAX_NAME),
    kind: label(MAX_NAME),
  },
  "must be an object with name and kind, or null",
);

/** Chosen by the client and echoed to it; nothing is keyed by it. */
const IdSchema = v.pipe(
  v.string("must be text"),
  v.maxLength(MAX_ID, `must have at most ${MAX_ID} characters`),
);
/** What a client calls itself: made at random, so that nobody else has it. */
const ClientIdSchema = v.pipe(
  v.string("must be text"),
  v.regex(/^[A-Za-z0-9_-]{16,40}$/, "must have 16 to 40 characters from A-Z, a-z, 0-9, - and _"),
);
/** What an action is aimed at; every action that changes the room may carry it. */
const aim = {
  /** The `rev` it is aimed at: at any other rev nothing happens, and the answer is `stale`. */
  on: v.optional(whole(0, Number.MAX_SAFE_INTEGER)),
  /** Server time in ms after which it must not happen: `stale`, too. */
  until: v.optional(moment("must be a moment in ms")),
  id: v.optional(IdSchema),
};

function settingSchema(name: SettingName) {
  const { min, max, ...row } = SETTINGS[name];
  const message = `must be ${"orZero" in row ? "0 or " : ""}a whole number from ${min} to ${max}`;
  const range = whole(min, max, message);
  return v.optional("orZero" in row ? v.union([v.literal(0), range], message) : range);
}
type SettingSchemas = Record<keyof SettingsFields, v.OptionalSchema<v.GenericSchema<number>, undefined>>;
const settings = Object.fromEntries(
  Object.values(eachSetting((name) => [SETTINGS[name].wire, settingSchema(name)] as const)),
) as unknown as SettingSchemas;

const yesOrNo = v.boolean("must be true or false");
const ITEMS_LIMIT = `must be a list of at most ${MAX_ITEMS} items`;
const ItemsSchema = v.pipe(
  v.array(
    v.object(
      {
        id: v.pipe(
          v.string("must be text"),
          v.regex(
            new RegExp(`^[A-Za-z0-9_-]{1,${MAX_ID}}$`),
            `must have 1 to ${MAX_ID} characters from A-Z, a-z, 0-9, - and _`,
          ),
        ),
        text: label(MAX_TEXT),
        done: yesOrNo,
      },
      "must be an object with id, text and done",
    ),
    ITEMS_LIMIT,
  ),
  v.maxLength(MAX_ITEMS, ITEMS_LIMIT),
  v.check((items) => new Set(items.map(({ id }) => id)).size === items.length, "no two may have the same id"),
);
const NAMES_LIMIT = `must be a list of ${TURN_NAMES.min} to ${TURN_NAMES.max} names, or null`;
const NamesSchema = v.pipe(
  v.array(
    v.object({ name: label(MAX_NAME), away: yesOrNo }, "must be an object with name and away"),
    NAMES_LIMIT,
  ),
  v.minLength(TURN_NAMES.min, NAMES_LIMIT),
  v.maxLength(TURN_NAMES.max, NAMES_LIMIT),
);

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
  ] as const;
const changes = changesWith({});
const CHANGES = [...PLAIN_ACTIONS, "extend", "setup", "list", "turns", "start"];
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

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorMessage };

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

/** Reads the body of another call. Never throws. */
export function parseJsonAs<S extends v.GenericSchema>(schema: S, text: string): Parsed<v.InferOutput<S>> {
  const json = parseJson(text);
  return json.ok ? check(schema, json.value) : json;
}

/** Whether a message of this many bytes is too big: only a list may be long. */
export function isTooBig(text: string, bytes: number): boolean {
  if (bytes <= MAX_BYTES || bytes > MAX_LIST_BYTES) return bytes > MAX_BYTES;
  const json = parseJson(text);
  return !json.ok || !v.is(v.object({ action: v.literal("list") }), json.value);
}

/** The valid `id` in a text that is not parsed any further, for its answer to echo. */
export function idOf(text: string): string | undefined {
  const json = parseJson(text);
  return json.ok ? idIn(json.value) : undefined;
}

function toRequest(change: Change, via: Via, name: string | null): ChangeRequest {
  const { on, until, id } = change;
  return { kind: "change", action: toAction(change), on, until, id, via, name };
}

function parseJson(text: string): Parsed<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false, error: errorMessage("bad-json", `the message is not JSON${shellHint(text)}`) };
  }
}

/** What the shells of Windows make of a body in single quotes: one keeps these, another removes the double quotes. */
function shellHint(text: string): string {
  if (text.startsWith("'"))
    return ': it begins with a single quote. In cmd.exe, put it in double quotes, and write \\" for each one in it';
  if (/^\s*\{\s*[a-z_]/i.test(text))
    return ': its names have no double quotes. In PowerShell, use Invoke-RestMethod, or write \\" for each one';
  return "";
}

function idIn(value: unknown): string | undefined {
  const parsed = v.safeParse(v.object({ id: IdSchema }), value);
  return parsed.success ? parsed.output.id : undefined;
}

function check<S extends v.GenericSchema>(schema: S, value: unknown, id?: string): Parsed<v.InferOutput<S>> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return { ok: true, value: parsed.output };
  const issue = parsed.issues[0];
  const field = v.getDotPath(issue);
  const detail = field === null ? "the message must be an object" : `${field}: ${issue.message}`;
  return { ok: false, error: errorMessage("bad-message", detail, id) };
}
