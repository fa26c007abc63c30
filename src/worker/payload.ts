/** What the room pushes: one payload, for browsers that show it by themselves and for this service worker. PURE. */
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
  /** The room's `rev` when it rang: whoever presses from the notification aims at it. */
  rev: v.number(),
  state: v.picklist([0, 1, 2, 3, 4, 5]),
  /** Asked for by this device ("Ring me in 10 seconds"): shown whatever the room does. */
  test: v.optional(v.boolean(), false),
});
export type Payload = v.InferOutput<typeof PayloadSchema>;

export function parsePayload(text: string): Payload | null {
  try {
    const parsed = v.safeParse(PayloadSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/** What a notification remembers until it is tapped. */
const MemorySchema = v.object({ room: v.pipe(v.string(), v.check(isRoom)), rev: v.number() });
export type Memory = v.InferOutput<typeof MemorySchema>;

export function parseMemory(value: unknown): Memory | null {
  const parsed = v.safeParse(MemorySchema, value);
  return parsed.success ? parsed.output : null;
}
