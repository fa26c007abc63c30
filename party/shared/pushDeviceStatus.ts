/** What a device can learn about its push subscription. A file of its own, since the app loads it. */
import * as v from "valibot";

/** GET …/<room>/push?subscription=<id>: whether it still exists, and whether its last push was refused. */
export const PushDeviceStatusSchema = v.object({
  subscribed: v.boolean(),
  refusal: v.nullable(v.object({ status: v.nullable(v.number()), at: v.number() })),
});
export type PushDeviceStatus = v.InferOutput<typeof PushDeviceStatusSchema>;
