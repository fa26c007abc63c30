/** What a webhook of the kind `json` gets. Moments are epoch milliseconds on the server's clock. */
import * as v from "valibot";
import { HOOK_MOMENTS } from "./hooks";
import { MESSAGES, VIAS } from "./pomodoro";

const moment = v.pipe(v.number(), v.integer());

/** The body that a receiver of the kind `json` gets: what happened, and the room just after it. */
export const HookEventSchema = v.object({
  type: v.picklist([...HOOK_MOMENTS, "test"]),
  room: v.string(),
  /** The room's title when this is sent; left out where it has none. */
  title: v.exactOptional(v.string()),
  rev: v.pipe(v.number(), v.integer(), v.minValue(0)),
  state: v.picklist([0, 1, 2, 3, 4, 5]),
  message: v.picklist(MESSAGES),
  at: moment,
  ends_at: v.nullable(moment),
  by: v.nullable(v.object({ name: v.nullable(v.string()), via: v.picklist(VIAS) })),
});
export type HookEvent = v.InferOutput<typeof HookEventSchema>;
