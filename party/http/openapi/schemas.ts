/** The bodies of a room's HTTP as JSON Schema (2020-12), generated from the schemas that read and type them. */
import { toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";
import { HttpActionSchema } from "../../shared/clientMessages";
import { HistoryRecordSchema, HistorySchema } from "../../shared/historyWire";
import { HealthSchema, IllnessSchema, PushKeySchema } from "../../shared/httpAnswers";
import { HookEventSchema } from "../../shared/hookEvent";
import { HookAddedSchema, HookAnswerSchema, HooksSchema, HookViewSchema } from "../../shared/hooks";
import { MAX_ID, MAX_NAME } from "../../shared/limits";
import { MESSAGES } from "../../shared/pomodoro";
import { RoomSchema } from "../../shared/serverMessages";
import { SETTING_MEANINGS, SETTING_NAMES, SETTINGS } from "../../shared/settings";
import { HookIdSchema, HookPutSchema } from "../../room/hooks/requestSchemas";
import { DeleteSchema, PutSchema, RingMeSchema } from "../../room/push/requestSchemas";
import type { Schema } from "./types";

const SOURCES: Readonly<Record<string, v.GenericSchema>> = {
  Action: HttpActionSchema,
  Room: RoomSchema,
  HistoryRecord: HistoryRecordSchema,
  History: HistorySchema,
  PushKey: PushKeySchema,
  Subscribe: PutSchema,
  Unsubscribe: DeleteSchema,
  RingMe: RingMeSchema,
  Hooks: HooksSchema,
  Hook: HookViewSchema,
  PutHook: HookPutSchema,
  HookAdded: HookAddedSchema,
  HookId: HookIdSchema,
  HookAnswer: HookAnswerSchema,
  HookEvent: HookEventSchema,
  Health: HealthSchema,
  Illness: IllnessSchema,
};

const MOMENT = "Epoch milliseconds on the server's clock.";
const settings = Object.fromEntries(
  SETTING_NAMES.map((name) => [SETTINGS[name].wire, { description: SETTING_MEANINGS[name] }]),
);

/** What a property means, and what the server promises of it beyond what a client must check. */
const PROPERTIES: Readonly<Record<string, Readonly<Record<string, Schema>>>> = {
  Action: {
    ...settings,
    on: { description: "The rev it is aimed at; at any other rev: 409 stale." },
    until: { description: "Server time in ms after which it must not happen: 409 stale." },
    id: { description: `At most ${MAX_ID} UTF-16 units; echoed in the answer.` },
    via: { description: "What it comes from.", default: "api" },
    name: { description: `Who it is from; at most ${MAX_NAME} characters.` },
    seconds: { description: "How much longer." },
    when: { description: "next: from the next period on.", default: "now" },
    items: { description: "The whole list; no two items have the same id." },
    names: { description: "Who takes turns; null: nobody." },
    at: {
      description:
        "Of turns: the index of whose turn it is. Of start: when work begins, at most 7 days ahead.",
    },
  },
  Room: {
    ...settings,
    state: { description: "Idle, work, break alarm, short break, work alarm, long break." },
    message: { description: "What the state says.", enum: MESSAGES },
    cycle: { description: "Work + short-break pairs begun in this set." },
    rev: { description: "Grows by one with every change." },
    started_at: { description: MOMENT },
    ends_at: { description: "The deadline, epoch ms; count down to it yourself." },
    total_ms: { description: "Planned length, extensions included." },
    held_ms: { description: "What is left of a held period." },
    continues_at: { description: "When an alarm will press itself, epoch ms." },
    over: { description: "The long break has rung." },
    rang_at: {
      description:
        "When the alarm or the long break rang, or work began at a set start, epoch ms; else left out.",
    },
    starts_at: { description: "When work begins by itself, epoch ms; left out where no start is set." },
    list: { description: "What the room wants to do; left out where it is empty." },
    turns: { description: "Who takes turns, and the index of whose turn it is; left out without turns." },
    undo_until: { description: "Until when undo would take back the last change, epoch ms." },
    by: { description: "Who made the last change." },
    did: { description: "What the last change did; left out where the timer made it." },
    now: { description: MOMENT },
    id: { description: "The id of the action that this answers." },
  },
  HistoryRecord: {
    started_at: { description: MOMENT },
    ended_at: { description: MOMENT },
    planned: { description: "Seconds, extensions included." },
    worked: { description: "Seconds." },
    paused: { description: "Seconds held, or ringing until it was extended." },
    how: { description: "How it ended: its time was over, or by an action." },
    people: { description: "How many people were connected when it ended." },
    list_done: { description: "How many items were ticked during it, or while its alarm rang." },
  },
  History: { records: { description: "The oldest first." } },
  PushKey: {
    key: { description: "The VAPID public key, base64url; null: this server sends no pushes." },
    device: { description: "Only with the parameter subscription: whether it exists, and its last refusal." },
  },
  Subscribe: {
    subscription: { description: "PushSubscription.toJSON()." },
    device: { description: "A name for the device." },
    before: {
      description: "Minutes before the end of work for one more push; 0: none. Left out: as it was.",
    },
  },
  Hook: {
    host: { description: "Of its address." },
    end: { description: "The last characters of its address." },
    off: { description: "Why nothing is sent any more: it failed for a day, or answered 410." },
    last: { description: "What the last request has led to." },
    waiting: { description: "How many events it has not got yet." },
  },
  PutHook: {
    kind: { description: "Whose form the body has; json: HookEvent." },
    url: { description: "https, with a public host, or of an origin that the operator allows." },
    moments: { description: "What it is told of; left out: everything." },
  },
  HookAdded: {
    secret: {
      pattern: "^whsec_[A-Za-z0-9+/]{32}$",
      description: "Only for json and only now: what Standard Webhooks verifies a request with.",
    },
  },
  HookAnswer: {
    status: { description: "The HTTP status; null: there was no answer." },
    ms: { description: "How long it took." },
    at: { description: MOMENT },
  },
  HookEvent: {
    rev: { description: "Of the room after it; with type it identifies the event." },
    at: { description: MOMENT },
    ends_at: { description: "When the period that has begun ends, epoch ms." },
    by: { description: "Who made the change." },
  },
  RingMe: { in: { description: "Seconds." } },
};

export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** Every schema of the document, by its name. */
export const generateSchemas = (): Readonly<Record<string, Schema>> =>
  Object.fromEntries(Object.entries(SOURCES).map(([name, source]) => [name, generate(name, source)]));

function generate(name: string, source: v.GenericSchema): Schema {
  const { $schema: _dialect, ...schema } = toJsonSchema(source, {
    target: "draft-2020-12",
    typeMode: "input",
    errorMode: "ignore", // what JSON Schema cannot say is said by `v.metadata` beside the check
    overrideSchema: ({ valibotSchema }) => {
      const other = Object.entries(SOURCES).find(([key, one]) => key !== name && one === valibotSchema);
      return other === undefined ? undefined : ref(other[0]);
    },
  }) as Record<string, unknown>;
  return describe(schema, PROPERTIES[name] ?? {});
}

/** Adds to each property what PROPERTIES says of it, in every alternative of the schema. */
function describe(schema: Readonly<Record<string, unknown>>, more: Readonly<Record<string, Schema>>): Schema {
  const alternatives = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(alternatives)) {
    const { anyOf: _anyOf, ...rest } = schema;
    return { ...rest, oneOf: (alternatives as Record<string, unknown>[]).map((one) => describe(one, more)) };
  }
  const properties = Object.entries((schema["properties"] ?? {}) as Record<string, Schema>);
  return {
    ...schema,
    properties: Object.fromEntries(properties.map(([key, value]) => [key, { ...value, ...more[key] }])),
  };
}
