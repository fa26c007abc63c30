/** A copy of a stored value, as `structuredClone` makes it: what consists of JSON is copied without its cost. PURE. */
export function clone(value: unknown): unknown {
  if (typeof value === "function" || typeof value === "symbol") return structuredClone(value); // an error
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(clone);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype) return structuredClone(value);
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value)) copy[name] = clone((value as Record<string, unknown>)[name]);
  return copy;
}
