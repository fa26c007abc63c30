/**
 * Parses the payload of a push. The room sends the same to browsers that show a push by themselves (declarative web push)
 * and to this service worker. PURE.
 */
import * as v from "valibot";
import { isRoom } from "../../party/shared/access";

const PayloadSchema = v.object({
  notification: v.object({
    title: v.string(),
    body: v.optional(v.string(), ""),
    navigate: v.optional(v.string()),
    actions: v.optional(v.array(v.object({ action: v.string(), title: v.string() })), []),
  }),
  room: v.pipe(v.string(), v.check(isRoom)),
  /** The room's `rev` when it rang. A press from the notification applies to it. */
  rev: v.number(),
  state: v.picklist([0, 1, 2, 3, 4, 5]),
  /** When that state began, epoch ms; a server of before does not tell it. */
  started_at: v.optional(v.number()),
  /** Whether work has begun at a set start. */
  begins: v.optional(v.boolean()),
  /** A warning before the end of work: so many minutes are left. */
  before: v.optional(v.number()),
  /** Whether this device has requested it as a test. A test is shown in every state of the room. */
  test: v.optional(v.boolean(), false),
});
export type Payload = v.InferOutput<typeof PayloadSchema>;

/** Null where the text is not a valid payload. */
export function parsePayload(text: string): Payload | null {
  try {
    const parsed = v.safeParse(PayloadSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** What a notification carries until it is tapped. */
const DataSchema = v.object({ room: v.pipe(v.string(), v.check(isRoom)), rev: v.number() });
export type NotificationData = v.InferOutput<typeof DataSchema>;

export function parseNotificationData(value: unknown): NotificationData | null {
  const parsed = v.safeParse(DataSchema, value);
  return parsed.success ? parsed.output : null;
}
