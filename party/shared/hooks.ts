/**
 * Webhooks on the wire, as the app knows them: the services that a room tells of its moments, and what `…/<room>/hooks`
 * answers. Moments are epoch milliseconds on the server's clock.
 */
import * as v from "valibot";

/** At most this many hooks of a room. */
export const MAX_HOOKS = 5;
/** Requests to one hook within a minute, failed ones and tests included. */
export const HOOK_RATE = 10;
/** A receiver that has not answered within this time has failed, in ms. */
export const HOOK_TIMEOUT_MS = 10_000;
/** A hook whose requests have failed for this long is switched off, in ms. */
export const HOOK_PATIENCE_MS = 24 * 60 * 60 * 1000;
/** So many events of a room wait at most; the oldest leave first. */
export const MAX_WAITING = 100;

/** Characters of an address. */
export const MAX_ADDRESS = 2048;

/** What may be wrong with an address, and what the error says of the field `url`. */
export const HOOK_ADDRESS_PROBLEMS = {
  none: "must be an address like https://host.example/path",
  http: "must begin with https://",
  private: "must be a public address, not one of a home or office network",
  user: "must have no user name or password before the host",
  long: `must have at most ${MAX_ADDRESS} characters`,
  topic: "must end in the name of the topic: https://ntfy.sh/topic",
} as const;
export type HookAddressProblem = keyof typeof HOOK_ADDRESS_PROBLEMS;

/** Whose form a body has; `json`: that of `HookEventSchema`. */
export const HOOK_KINDS = ["json", "slack", "discord", "teams", "ntfy"] as const;
export type HookKind = (typeof HOOK_KINDS)[number];

/** What a hook is told of. */
export const HOOK_MOMENTS = ["work-began", "work-ended", "break-ended", "long-break-began"] as const;
export type HookMoment = (typeof HOOK_MOMENTS)[number];

/* With functions of valibot alone that the app has in its first script anyway. */

const moment = v.pipe(v.number(), v.integer());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What became of the last request. `status`: null where there was no answer. */
export const HookAnswerSchema = v.object({
  status: v.nullable(count),
  /** How long it took. */
  ms: count,
  at: moment,
});
export type HookAnswer = v.InferOutput<typeof HookAnswerSchema>;

/** Why nothing is sent to a hook any more: it has failed for a day, or has answered 410. */
export const HOOK_ENDS = ["failing", "gone"] as const;
export type HookEnd = (typeof HOOK_ENDS)[number];

/** A hook as those who control the room see it. Its address is a secret. */
export const HookViewSchema = v.object({
  id: v.string(),
  kind: v.picklist(HOOK_KINDS),
  /** Of its address: the host, and the last four characters. */
  host: v.string(),
  end: v.string(),
  moments: v.array(v.picklist(HOOK_MOMENTS)),
  off: v.nullable(v.picklist(HOOK_ENDS)),
  last: v.nullable(HookAnswerSchema),
  /** How many events it has not got yet. */
  waiting: count,
});
export type HookView = v.InferOutput<typeof HookViewSchema>;

/** GET. */
export const HooksSchema = v.object({ hooks: v.array(HookViewSchema) });
/** PUT. `secret`: what a receiver verifies requests with, only for `json`, and only in this one answer. */
export const HookAddedSchema = v.object({
  id: v.string(),
  secret: v.exactOptional(v.string()),
});
export type HookAdded = v.InferOutput<typeof HookAddedSchema>;
