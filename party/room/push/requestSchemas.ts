/** The bodies of the requests to …/<room>/push. */
import * as v from "valibot";
import { NameSchema } from "../../shared/clientMessages";
import { decodeBase64url } from "./base64url";
import { BEFORE_MINUTES } from "./warning";

/** Text that is this many bytes in base64url, with or without its padding. */
const bytes = (length: number) =>
  v.pipe(
    v.string("must be text"),
    v.metadata({
      pattern: `^[A-Za-z0-9_-]{${Math.ceil((length * 4) / 3)}}(?:${"=".repeat((3 - (length % 3)) % 3)})?$`,
    }),
    v.check((text) => decodeBase64url(text)?.length === length, `must be ${length} bytes in base64url`),
  );
const EndpointSchema = v.string("must be text");

/** PUT: subscribe a device, or renew its subscription. */
export const PutSchema = v.object({
  subscription: v.object(
    { endpoint: EndpointSchema, keys: v.object({ p256dh: bytes(65), auth: bytes(16) }, "must be an object") },
    "must be a PushSubscription as JSON",
  ),
  device: v.optional(v.nullable(NameSchema), null),
  before: v.optional(v.picklist(BEFORE_MINUTES, `must be one of ${BEFORE_MINUTES.join(", ")}`)),
});

/** DELETE: unsubscribe a device. */
export const DeleteSchema = v.object({ endpoint: EndpointSchema });

/** POST: a test push, `in` this many seconds. */
export const RingMeSchema = v.object({
  endpoint: EndpointSchema,
  in: v.pipe(
    v.number("must be a number from 1 to 60"),
    v.minValue(1, "must be a number from 1 to 60"),
    v.maxValue(60, "must be a number from 1 to 60"),
  ),
});
