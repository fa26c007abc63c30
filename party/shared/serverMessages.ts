/** Server → client: reads what a server, of any later version too, may have sent. Null: not a message we know. */
import * as v from "valibot";
import type { ServerMessage } from "./protocol";

const name = v.nullable(v.string());
const at = v.nullable(v.number());
const role = v.picklist(["control", "watch"]);
const id = v.exactOptional(v.string());

const RoomSchema = v.object({
  type: v.literal("room"),
  v: v.literal(1),
  state: v.picklist([0, 1, 2, 3, 4, 5]),
  message: v.string(),
  work_duration: v.number(),
  break_duration: v.number(),
  number_cycles: v.number(),
  long_break_duration: v.number(),
  auto_continue: v.number(),
  cycle: v.number(),
  rev: v.number(),
  started_at: at,
  ends_at: at,
  total_ms: at,
  held_ms: at,
  continues_at: at,
  over: v.boolean(),
  undo_until: at,
  by: v.nullable(v.object({ name, via: v.picklist(["app", "board", "api", "push", "timer"]) })),
  now: v.number(),
  id,
});
const codes = [
  "bad-json",
  "bad-message",
  "too-big",
  "too-fast",
  "not-allowed",
  "wrong-key",
  "stale",
  "no-undo",
  "not-now",
] as const;

const AnswerSchema = v.variant("type", [
  RoomSchema,
  v.object({ type: v.literal("error"), code: v.picklist(codes), detail: v.string(), id }),
  v.object({ type: v.literal("pong"), t0: v.number(), now: v.number() }),
  v.object({ type: v.literal("you"), id: v.string(), role }),
  v.object({
    type: v.literal("people"),
    count: v.number(),
    people: v.array(
      v.object({
        id: v.string(),
        name,
        role,
        board: v.nullable(v.object({ name: v.string(), kind: v.string() })),
      }),
    ),
  }),
]);

export function parseServerMessage(text: string): ServerMessage | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = v.safeParse(AnswerSchema, json);
  return parsed.success ? parsed.output : null;
}
