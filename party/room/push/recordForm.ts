/**
 * The stored form of a room's outbox, with its version, and one reader a version. A reader migrates to the newest
 * version, so that a record of any version that ever landed is read. To store a new field, either give it a default in
 * the newest form (`v.optional(schema, default)`), or, where its meaning needs the older fields, add a version with a
 * migration. Older forms are never changed.
 */
import * as v from "valibot";
import type { OutboxSnapshot } from "./outbox";

/** The version that this server writes. */
export const VERSION = 1;

const at = v.number();
const AlertSchema = v.object({
  state: v.picklist([0, 1, 2, 3, 4, 5]),
  startedAt: v.nullable(at),
  until: at,
});
const TaskSchema = v.object({
  to: v.string(),
  testUntil: v.nullable(at),
  warnsOf: v.optional(at),
  tries: v.number(),
  at,
});
const WarningsSchema = v.object({ endsAt: at, minutes: v.pipe(v.array(v.number()), v.nonEmpty()) });
const RefusalSchema = v.object({ status: v.nullable(v.number()), at });
const RateSchema = v.object({ sent: v.array(at), notBefore: at });

const Form1 = v.object({
  v: v.literal(1),
  alert: v.nullable(AlertSchema),
  toAll: v.boolean(),
  tasks: v.array(TaskSchema),
  paces: v.record(v.string(), RateSchema),
  seenAt: at,
  refusals: v.optional(v.record(v.string(), RefusalSchema), {}),
  asked: v.optional(v.array(v.number()), []),
  warnings: v.optional(v.nullable(WarningsSchema), null),
});

/** By their versions: what reads a stored form, and throws where it cannot. */
const READERS: Readonly<Record<number, (stored: unknown) => OutboxSnapshot>> = {
  1: (stored) => {
    const { v: _version, toAll: isBroadcast, paces: rates, ...rest } = v.parse(Form1, stored);
    return { ...rest, isBroadcast, rates };
  },
};

/** Reads a stored record; a text says why it cannot be read. */
export function readRecord(stored: unknown): OutboxSnapshot | string {
  const { v: version } = v.parse(v.fallback(v.object({ v: v.number() }), { v: 0 }), stored);
  if (version > VERSION) {
    return `this room's pushes were stored by a newer version (form ${version}, this server reads ${VERSION})`;
  }
  try {
    const read = READERS[version];
    if (read !== undefined) return read(stored);
  } catch {
    // The text below says it.
  }
  return "this room's stored pushes cannot be read";
}

export const toRecord = ({ isBroadcast, rates, ...rest }: OutboxSnapshot): object => ({
  v: VERSION,
  ...rest,
  toAll: isBroadcast,
  paces: rates,
});
