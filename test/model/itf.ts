/** Reads the values of a trace in the Informal Trace Format, which Quint writes. PURE. */

/** Plain JavaScript: numbers for integers, and variants as the translated model has them. */
export function fromItf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromItf);
  if (typeof value !== "object" || value === null) return value;
  if ("#bigint" in value) return Number(value["#bigint"]);
  if ("#tup" in value) return undefined; // the value of a variant without one
  const entries = Object.entries(value).filter(([key]) => key !== "#meta");
  return Object.fromEntries(entries.map(([key, one]) => [key, fromItf(one)]));
}

/** The states of a trace, in their order. */
export function statesOf(trace: unknown): Record<string, unknown>[] {
  const { states } = trace as { states: unknown[] };
  return states.map((state) => fromItf(state) as Record<string, unknown>);
}
