/** The bodies of a room's HTTP as JSON Schema (2020-12). That they say what `requests` reads and `protocol` sends is tested. */
import type { Schema } from "./openapi";

const int = (minimum: number, maximum: number, description: string): Schema => ({
  type: "integer",
  minimum,
  maximum,
  description,
});
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: "null" }] });

const MOMENT: Schema = { type: "integer", description: "Epoch milliseconds on the server's clock." };
const DAY = 86_400;
/** As `name` is read: trimmed, at most 32 characters, none of them control characters or such as turn the direction. */
const LABEL =
  "^\\s*(?:(?!\\s)[^\\p{Cc}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069\\p{Cs}]{1,32}(?<!\\s))?\\s*$";
const VIAS = ["app", "board", "api", "push", "timer"];

const settings: Readonly<Record<string, Schema>> = {
  work_duration: int(1, DAY, "Seconds."),
  break_duration: int(1, DAY, "Seconds."),
  number_cycles: int(1, 24, "Work + short-break pairs before the long break."),
  long_break_duration: int(0, DAY, "Seconds until the long break rings; 0: it never does."),
  auto_continue: {
    anyOf: [{ const: 0 }, int(5, 3600, "")],
    description: "Seconds after which an alarm presses itself, 5 to 3600; 0: it waits.",
  },
};
const aim: Readonly<Record<string, Schema>> = {
  on: int(0, Number.MAX_SAFE_INTEGER, "The rev it is aimed at; if the room is elsewhere: 409 stale."),
  until: { type: "number", description: "Server time in ms after which it must not happen: 409 stale." },
  id: { type: "string", maxLength: 40, description: "At most 40 UTF-16 units; echoed in the answer." },
  via: { enum: ["app", "board", "push", "api"], default: "api", description: "What it comes from." },
  name: { type: "string", pattern: LABEL, description: "Who it is from; at most 32 characters." },
};
const action = (names: readonly string[], more: Readonly<Record<string, Schema>> = {}): Schema => ({
  type: "object",
  required: ["action", ...(more["seconds"] === undefined ? [] : ["seconds"])],
  properties: { action: { enum: names }, ...more, ...aim },
});

const fields = (properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema => ({
  type: "object",
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});

const bytes = (pattern: string, description: string): Schema => ({ type: "string", pattern, description });
const ENDPOINT: Schema = { type: "string", description: "Of the PushSubscription." };

export const SCHEMAS: Readonly<Record<string, Schema>> = {
  Action: {
    oneOf: [
      action(["press", "reset", "skip", "hold", "resume", "undo"]),
      action(["extend"], { seconds: int(1, 3600, "So much more.") }),
      action(["setup"], {
        ...settings,
        when: { enum: ["now", "next"], default: "now", description: "next: from the next period on." },
      }),
    ],
  },
  Room: fields(
    {
      type: { const: "room" },
      v: { const: 1 },
      state: {
        enum: [0, 1, 2, 3, 4, 5],
        description: "Idle, work, break alarm, short break, work alarm, long break.",
      },
      message: {
        enum: ["Press Me!", "Work", "Break time", "Short Break", "Back to work", "Long break time"],
        description: "What the state says.",
      },
      ...settings,
      cycle: int(0, 24, "Work + short-break pairs begun in this set."),
      rev: { type: "integer", minimum: 0, description: "Grows by one with every change." },
      started_at: orNull(MOMENT),
      ends_at: orNull({ ...MOMENT, description: "The deadline; count down to it yourself." }),
      total_ms: orNull({ type: "integer", description: "Planned length, extensions included." }),
      held_ms: orNull({ type: "integer", description: "What is left of a held period." }),
      continues_at: orNull({ ...MOMENT, description: "When an alarm will press itself." }),
      over: { type: "boolean", description: "The long break has rung." },
      undo_until: orNull({ ...MOMENT, description: "Until when undo would take back the last change." }),
      by: orNull(fields({ name: orNull({ type: "string" }), via: { enum: VIAS } })),
      now: MOMENT,
      id: { type: "string", description: "That of the action which this answers." },
    },
    ["id"],
  ),
  HistoryRecord: fields({
    started_at: MOMENT,
    ended_at: MOMENT,
    planned: { type: "integer", minimum: 0, description: "Seconds, extensions included." },
    worked: { type: "integer", minimum: 0, description: "Seconds." },
    paused: { type: "integer", minimum: 0, description: "Seconds held, or ringing until it was extended." },
    how: {
      enum: ["done", "skipped", "reset", "setup"],
      description: "How it ended: its time was over, or by an action.",
    },
    people: { type: "integer", minimum: 0, description: "How many were connected when it ended." },
  }),
  History: fields({
    records: {
      type: "array",
      maxItems: 2000,
      items: ref("HistoryRecord"),
      description: "The oldest first.",
    },
  }),
  PushKey: fields({
    key: orNull({
      type: "string",
      pattern: "^B[A-Za-z0-9_-]{86}$",
      description: "The VAPID public key, base64url; null: this server sends no pushes.",
    }),
  }),
  Subscribe: fields(
    {
      subscription: {
        ...fields({
          endpoint: ENDPOINT,
          keys: fields({
            p256dh: bytes("^[A-Za-z0-9_-]{87}=?$", "A point of P-256: 65 bytes in base64url."),
            auth: bytes("^[A-Za-z0-9_-]{22}(?:==)?$", "16 bytes in base64url."),
          }),
        }),
        description: "PushSubscription.toJSON().",
      },
      device: orNull({ type: "string", pattern: LABEL, description: "A name for it." }),
    },
    ["device"],
  ),
  Unsubscribe: fields({ endpoint: ENDPOINT }),
  RingMe: fields({
    endpoint: ENDPOINT,
    in: { type: "number", minimum: 1, maximum: 60, description: "Seconds." },
  }),
  Health: fields({ ok: { const: true }, version: { type: "string" } }),
};
