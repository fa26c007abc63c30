/** A list in a setting, as an operator writes it: items separated by commas or white space. Pure. */
export interface ParsedList<T> {
  readonly values: readonly T[];
  /** The items that cannot be read. */
  readonly invalid: readonly string[];
}

/** Reads each item with `parse`, which returns null for an item that it cannot read. Not a string: an empty list. */
export function parseList<T>(list: unknown, parse: (item: string) => T | null): ParsedList<T> {
  const values: T[] = [];
  const invalid: string[] = [];
  for (const item of typeof list === "string" ? list.split(/[\s,]+/) : []) {
    if (item === "") continue;
    const value = parse(item);
    if (value === null) invalid.push(item);
    else values.push(value);
  }
  return { values, invalid };
}
