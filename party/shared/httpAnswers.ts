/** Answers over HTTP that are neither a room nor a history. */
import * as v from "valibot";
import { PushDeviceStatusSchema } from "./pushDeviceStatus";

/** GET /healthz with status 200. */
export const HealthSchema = v.object({ ok: v.literal(true), version: v.string() });
export type Health = v.InferOutput<typeof HealthSchema>;
/** GET /healthz with status 503. `error`: what does not work, for the operator. */
export const IllnessSchema = v.object({ ok: v.literal(false), version: v.string(), error: v.string() });
export type Illness = v.InferOutput<typeof IllnessSchema>;
/** GET …/<room>/push: the server's VAPID public key in base64url; null: it sends no pushes. */
export const PushKeySchema = v.object({
  key: v.nullable(v.pipe(v.string(), v.regex(/^B[A-Za-z0-9_-]{86}$/))),
  device: v.optional(PushDeviceStatusSchema),
});
export type PushKey = v.InferOutput<typeof PushKeySchema>;
