/** Client → server: reads what anyone may have sent. Bad input is a value, never an exception. */
import * as v from "valibot";
import type { Action, Via } from "./pomodoro";
import { actionOf, errorMessage } from "./protocol";
import type { Board, ErrorMessage } from "./protocol";

const MAX_NAME = 32;
/** Control characters, line separators, bidirectional overrides and isolates, halves of a character. */
const UNFIT = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\p{Cs}]/u;

const whole = (min: number, max: number) =>
  v.pipe(
    v.number(`must be a whole number from ${min} to ${max}`),
    v.check(
      (n) => Number.isInteger(n) && n >= min && n <= max,
      `must be a whole number from ${min} to ${max}`,
    ),
  );
const moment = (what: string) => v.pipe(v.number(what), v.finite(what));
const label = v.pipe(
  v.string("must be text"),
  v.trim(),
  v.check((text) => [...text].length <= MAX_NAME, `must have at most ${MAX_NAME} characters`),
  v.check((text) => !UNFIT.test(text), "must have no control or bidirectional-override characters"),
);
/** A person's name; an empty one is none. */
export const NameSchema = v.pipe(
  label,
  v.transform((text) => (text === "" ? null : text)),
);
const BoardSchema = v.object(
  {
    name: v.pipe(label, v.nonEmpty("must not be empty")),
    kind: v.pipe(label, v.nonEmpty("must not be empty")),
  },
  "must be an object with name and kind, or null",
);

/** Chosen by the client and echoed to it; nothing is keyed by it. */
const IdSchema = v.pipe(v.string("must be text"), v.maxLength(40, "must have at most 40 characters"));
const aim = {
  on: v.optional(whole(0, Number.MAX_SAFE_INTEGER)),
  until: v.optional(moment("must be a moment in ms")),
  id: v.optional(IdSchema),
};
const settings = {
  work_duration: v.optional(whole(1, 86_400)),
  break_duration: v.optional(whole(1, 86_400)),
  number_cycles: v.optional(whole(1, 24)),
  long_break_duration: v.optional(whole(0, 86_400)),
  auto_continue: v.optional(
    v.pipe(
      v.number("must be 0 or a whole number from 5 to 3600"),
      v.check(
        (n) => n === 0 || (Number.isInteger(n) && n >= 5 && n <= 3600),
        "must be 0 or a whole number from 5 to 3600",
      ),
    ),
  ),
};

const PLAIN = ["press", "reset", "skip", "hold", "resume", "undo"] as const;
const changes = [
  v.object({ action: v.picklist(PLAIN), ...aim }),
  v.object({ action: v.literal("extend"), ...aim, seconds: whole(1, 3600) }),
  v.object({
    action: v.literal("setup"),
    ...aim,
    ...settings,
    when: v.optional(v.picklist(["now", "next"], 'must be "now" or "next"')),
  }),
] as const;
const CHANGES = [...PLAIN, "extend", "setup"];
const ChangeSchema = v.variant("action", changes, `must be one of ${CHANGES.join(", ")}`);
type Change = v.InferOutput<typeof ChangeSchema>;

const ClientSchema = v.variant(
  "action",
  [
    ...changes,
    v.object({
      action: v.literal("join"),
      key: v.optional(v.string("must be text")),
      name: v.optional(NameSchema),
    }),
    v.object({ action: v.literal("board"), board: v.nullable(BoardSchema) }),
    v.object({ action: v.literal("ping"), t0: moment("must be a number") }),
  ],
  `must be one of ${CHANGES.join(", ")}, join, board, ping`,
);

const viaOf = <const V extends readonly Via[]>(vias: V) =>
  v.optional(v.picklist(vias, `must be one of ${vias.join(", ")}`));
const SocketViaSchema = v.object({ via: viaOf(["app", "board"]) });
const HttpExtrasSchema = v.object({
  via: viaOf(["app", "board", "push", "api"]),
  name: v.optional(NameSchema),
});

/** An action that changes the room, parsed. */
export interface ChangeRequest {
  readonly kind: "change";
  readonly action: Action;
  readonly on?: number | undefined;
  readonly until?: number | undefined;
  readonly id?: string | undefined;
  readonly via: Via;
  /** HTTP only: who it is from; a connection has said its name in `join`. */
  readonly name: string | null;
}
export type ClientRequest =
  | ChangeRequest
  /** `name` undefined: keep it; null: none. */
  | { readonly kind: "join"; readonly key?: string | undefined; readonly name?: string | null | undefined }
  | { readonly kind: "board"; readonly board: Board | null }
  | { readonly kind: "ping"; readonly t0: number };

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
      return { ok: true, value: { kind: "join", key: value.key, name: value.name } };
    case "board":
      return { ok: true, value: { kind: "board", board: value.board } };
    case "ping":
      return { ok: true, value: { kind: "ping", t0: value.t0 } };
    case "press": {
      const extras = check(SocketViaSchema, json.value, id);
      return extras.ok ? { ok: true, value: request(value, extras.value.via ?? "app", null) } : extras;
    }
    default:
      return { ok: true, value: request(value, "app", null) };
  }
}

/** Reads the body of a POST. Never throws. */
export function parseHttpAction(text: string): Parsed<ChangeRequest> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const id = idIn(json.value);
  const change = check(ChangeSchema, json.value, id);
  if (!change.ok) return change;
  const extras = check(HttpExtrasSchema, json.value, id);
  if (!extras.ok) return extras;
  const { via = "api", name = null } = extras.value;
  return { ok: true, value: request(change.value, via, name) };
}

/** Reads the body of another call. Never throws. */
export function parseJsonAs<S extends v.GenericSchema>(schema: S, text: string): Parsed<v.InferOutput<S>> {
  const json = parseJson(text);
  return json.ok ? check(schema, json.value) : json;
}

/** The `id` that an answer echoes, where a text that is otherwise not to be judged carries a valid one. */
export function idOf(text: string): string | undefined {
  const json = parseJson(text);
  return json.ok ? idIn(json.value) : undefined;
}

function request(change: Change, via: Via, name: string | null): ChangeRequest {
  const { on, until, id } = change;
  return { kind: "change", action: actionOf(change), on, until, id, via, name };
}

function parseJson(text: string): Parsed<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false, error: errorMessage("bad-json", "the message is not JSON") };
  }
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
