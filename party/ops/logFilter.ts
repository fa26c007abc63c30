/**
 * Keeps a log readable while something fails again and again: of entries that differ only in ids and long numbers, one
 * a minute is printed, and then how many were left out. PURE: time comes in as an argument, in ms.
 */

/** An entry of the same kind is printed again after this time, in ms. */
export const REPEAT_MS = 60_000;
/** Kinds that are remembered. */
const MAX_KINDS = 1000;

/** Lines that continue the entry before: stack traces, and the end of an error that is printed as an object. */
const CONTINUES = /^(?:stack:|\s|[\])}])/;
/** Ids and long numbers. A short number, such as an HTTP status, makes another kind. */
const VARIABLE = /[0-9a-z]{24,}|\d{4,}/gi;

interface Kind {
  readonly printedAt: number;
  readonly omitted: number;
}

export class LogFilter {
  readonly #kinds = new Map<string, Kind>();
  #isPrinting = true;

  /** What to print of the next line: nothing, the line, or the line after one that says how many were left out. */
  next(line: string, now: number): readonly string[] {
    if (CONTINUES.test(line)) return this.#isPrinting ? [line] : [];
    const name = line.replace(VARIABLE, "#");
    const kind = this.#kinds.get(name);
    this.#isPrinting = kind === undefined || Math.abs(now - kind.printedAt) >= REPEAT_MS;
    if (kind !== undefined && !this.#isPrinting) {
      this.#kinds.set(name, { ...kind, omitted: kind.omitted + 1 });
      return [];
    }
    this.#kinds.delete(name); // so that it moves to the end
    this.#kinds.set(name, { printedAt: now, omitted: 0 });
    if (this.#kinds.size > MAX_KINDS) this.#forgetOldest();
    const omitted = kind?.omitted ?? 0;
    return omitted === 0 ? [line] : [`(${omitted} more lines like the next one were left out)`, line];
  }

  #forgetOldest(): void {
    const [oldest] = this.#kinds.keys();
    if (oldest !== undefined) this.#kinds.delete(oldest);
  }
}
