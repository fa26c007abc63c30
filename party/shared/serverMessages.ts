/**
 * Server → client, version 1: one JSON object a message, on /parties/main/<room>. The schemas are the source of the
 * types and of OpenAPI. Moments are epoch milliseconds on the server's clock, durations are seconds.
 * Version 1 only adds: a client ignores fields that it does not know, and a value that it does not know in an open
 * list (`via`, `did`, an error's `code`) never makes it refuse the message.
 */
import * as v from "valibot";
import type { Role } from "./access";
import type { ErrorCode } from "./errors";
import { VIAS } from "./pomodoro";
import type { Did } from "./pomodoro";
import { eachSetting, SETTINGS } from "./settings";
import type { SettingsFields } from "./settings";

const name = v.nullable(v.string());
const moment = v.pipe(v.number(), v.integer());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const role = v.picklist(["control", "watch"] satisfies Role[]);
const id = v.exactOptional(v.string());
/** Takes every text, and is typed as the values of today. */
const open = <T extends string>() => v.string() as unknown as v.GenericSchema<string, T>;

const settings = Object.fromEntries(
  Object.values(eachSetting((name) => [SETTINGS[name].wire, count] as const)),
) as Record<keyof SettingsFields, typeof count>;

export const RoomSchema = v.object({
  type: v.literal("room"),
  v: v.literal(1),
  state: v.picklist([0, 1, 2, 3, 4, 5]),
  message: v.string(),
  ...settings,
  cycle: count,
  rev: count,
  started_at: v.nullable(moment),
  ends_at: v.nullable(moment),
  total_ms: v.nullable(moment),
  held_ms: v.nullable(moment),
  continues_at: v.nullable(moment),
  over: v.boolean(),
  /** When the alarm or the long break rang; left out where nothing rings. */
  rang_at: v.exactOptional(moment),
  /** When work begins by itself; left out where no start is set. */
  starts_at: v.exactOptional(moment),
  /** Left out where it is empty. */
  list: v.exactOptional(v.array(v.object({ id: v.string(), text: v.string(), done: v.boolean() }))),
  /** Left out where nobody takes turns. `at`: the index of whose turn it is. */
  turns: v.exactOptional(
    v.object({ names: v.array(v.object({ name: v.string(), away: v.boolean() })), at: count }),
  ),
  /** Left out where the room has none. */
  title: v.exactOptional(v.string()),
  undo_until: v.nullable(moment),
  by: v.nullable(v.object({ name, via: v.fallback(v.picklist(VIAS), "api") })),
  /** What the last change did; left out where the timer made it. */
  did: v.exactOptional(open<Did>()),
  now: moment,
  /** The `id` of the action that this answers. */
  id,
});
export const ErrorSchema = v.object({
  type: v.literal("error"),
  code: open<ErrorCode>(),
  detail: v.string(),
  id,
});
/** The answer to a heartbeat has neither `t0` nor `now`, so that it is always the same: see heartbeat.ts. */
const PongSchema = v.object({
  type: v.literal("pong"),
  t0: v.exactOptional(v.number()),
  now: v.exactOptional(moment),
});
const AliveSchema = v.object({ type: v.literal("alive") });
/** `id`: this connection's id in `people`. */
const YouSchema = v.object({ type: v.literal("you"), id: v.string(), role });
const PeopleSchema = v.object({
  type: v.literal("people"),
  count,
  people: v.array(
    v.object({
      id: v.string(),
      name,
      role,
      /** What this person works on. */
      doing: v.optional(name, null),
      board: v.nullable(v.object({ name: v.string(), kind: v.string() })),
    }),
  ),
});
const ServerSchema = v.variant("type", [
  RoomSchema,
  ErrorSchema,
  PongSchema,
  AliveSchema,
  YouSchema,
  PeopleSchema,
]);

export type RoomMessage = v.InferOutput<typeof RoomSchema>;
export type PongMessage = v.InferOutput<typeof PongSchema>;
export type YouMessage = v.InferOutput<typeof YouSchema>;
export type PeopleMessage = v.InferOutput<typeof PeopleSchema>;
export type PersonListed = PeopleMessage["people"][number];
export type Board = NonNullable<PersonListed["board"]>;
export type ServerMessage = v.InferOutput<typeof ServerSchema>;

/** Reads what a server, of a later version too, has sent. Null: not a message that this client knows. */
export function parseServerMessage(text: string): ServerMessage | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = v.safeParse(ServerSchema, json);
  return parsed.success ? parsed.output : null;
}
