/** The bodies of the requests to …/<room>/hooks. */
import * as v from "valibot";
import { HOOK_ADDRESS_PROBLEMS, HOOK_KINDS, HOOK_MOMENTS, MAX_ADDRESS } from "../../shared/hooks";

const MomentsSchema = v.pipe(
  v.array(
    v.picklist(HOOK_MOMENTS, `must be of ${HOOK_MOMENTS.join(", ")}`),
    `must be a list of ${HOOK_MOMENTS.join(", ")}`,
  ),
  v.nonEmpty("must name at least one moment"),
  v.maxLength(HOOK_MOMENTS.length, "must name each moment once"),
  v.check((moments) => new Set(moments).size === moments.length, "must name each moment once"),
);
const IdSchema = v.pipe(v.string("must be text"), v.regex(/^[A-Za-z0-9_-]{8}$/, "must be the id of a hook"));

/** PUT: adds a hook; one with the same address is changed. */
export const HookPutSchema = v.object({
  kind: v.picklist(HOOK_KINDS, `must be one of ${HOOK_KINDS.join(", ")}`),
  url: v.pipe(v.string("must be text"), v.maxLength(MAX_ADDRESS, HOOK_ADDRESS_PROBLEMS.long)),
  moments: v.optional(MomentsSchema, [...HOOK_MOMENTS]),
});
/** DELETE: removes one. POST: sends a test to one. */
export const HookIdSchema = v.object({ id: IdSchema });
