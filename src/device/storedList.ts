/** Lists that this device keeps. Another version of the app may have stored items or fields that this one does not know. */
import * as v from "valibot";

/**
 * Splits a stored list, which may be anything: the items that fit the schema, as they are stored with every field, and
 * the others, which a change of the list keeps. The schema transforms nothing.
 */
export function splitList<T>(schema: v.GenericSchema<T>, stored: unknown): [known: T[], unknown: unknown[]] {
  const known: T[] = [];
  const unknown: unknown[] = [];
  if (Array.isArray(stored))
    for (const item of stored) (v.safeParse(schema, item).success ? known : unknown).push(item as T);
  return [known, unknown];
}
