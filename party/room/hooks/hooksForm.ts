/**
 * The stored form of a room's webhooks, with its version, and one reader a version. To store a new field, either give it
 * a default in the newest form (`v.optional(schema, default)`), or, where its meaning needs the older fields, add a
 * version with a migration. Older forms are never changed.
 */
import * as v from "valibot";
import { HOOK_ENDS, HOOK_KINDS, HOOK_MOMENTS } from "../../shared/hooks";
import { VIAS } from "../../shared/pomodoro";
import type { HooksSnapshot } from "./hookOutbox";

/** The version that this server writes. */
export const VERSION = 1;

const at = v.number();
const MomentSchema = v.picklist(HOOK_MOMENTS);
const HookSchema = v.object({
  id: v.string(),
  kind: v.picklist(HOOK_KINDS),
  url: v.string(),
  secret: v.nullable(v.string()),
  moments: v.array(MomentSchema),
  next: v.number(),
  tries: v.number(),
  at,
  failingSince: v.nullable(at),
  off: v.nullable(v.picklist(HOOK_ENDS)),
  last: v.nullable(v.object({ status: v.nullable(v.number()), ms: v.number(), at })),
  rate: v.object({ sent: v.array(at), notBefore: at }),
});
const EventSchema = v.object({
  n: v.number(),
  id: v.string(),
  type: MomentSchema,
  rev: v.number(),
  state: v.picklist([0, 1, 2, 3, 4, 5]),
  at,
  endsAt: v.nullable(at),
  by: v.nullable(v.object({ name: v.nullable(v.string()), via: v.picklist(VIAS) })),
});
const Form1 = v.object({
  v: v.literal(1),
  hooks: v.array(HookSchema),
  events: v.array(EventSchema),
  count: v.number(),
});

/** By their versions: what reads a stored form, and throws where it cannot. */
const READERS: Readonly<Record<number, (stored: unknown) => HooksSnapshot>> = {
  1: (stored) => {
    const { v: _version, ...snapshot } = v.parse(Form1, stored);
    return snapshot;
  },
};

/** Reads what is stored; a text says why it cannot be read. */
export function readHooks(stored: unknown): HooksSnapshot | string {
  const { v: version } = v.parse(v.fallback(v.object({ v: v.number() }), { v: 0 }), stored);
  if (version > VERSION) {
    return `this room's webhooks were stored by a newer version (form ${version}, this server reads ${VERSION})`;
  }
  try {
    const read = READERS[version];
    if (read !== undefined) return read(stored);
  } catch {
    // The text below says it.
  }
  return "this room's stored webhooks cannot be read";
}

export const toHooksForm = (snapshot: HooksSnapshot): object => ({ v: VERSION, ...snapshot });
