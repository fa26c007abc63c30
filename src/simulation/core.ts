/** What all parts of one simulation share: true time, the agenda, the promises, chance, and the trace. */
import { Agenda } from "./agenda";
import type { Entry } from "./agenda";
import { JobQueue } from "./jobs";
import type { JobContext } from "./jobs";
import { makePromiseClass } from "./promise";
import { SeededRandom } from "./random";

/** A rule that does not hold. */
export interface Violation {
  /** The name of the rule. */
  readonly rule: string;
  readonly detail: string;
  /** True time, ms since the simulation began. */
  readonly at: number;
}

/** The wall clock of the server when a simulation begins, epoch ms. */
export const EPOCH = 1_800_000_000_000;

/** Hashes of so many texts of so many characters are kept. */
const MAX_SHORT = 24;
const MAX_HASHES = 1000;

export class Core {
  /** True time, ms since the simulation began. Nobody can read it but the simulation. */
  now = 0;
  readonly agenda = new Agenda();
  readonly jobs = new JobQueue();
  readonly Promise = makePromiseClass(this.jobs);
  /** How many events have happened. */
  steps = 0;
  /** A digest of everything that has happened: FNV-1a, 32 bits. */
  digest = 0x811c9dc5;
  violation: Violation | null = null;
  /** Gets each line of the trace; null: it is only counted into the digest. */
  onTrace: ((line: string) => void) | null = null;

  constructor(readonly seed: number) {
    this.jobs.onUnhandled = (reason) => this.fail("no exception", `an unhandled rejection: ${text(reason)}`);
    this.jobs.onError = (error) => this.fail("no exception", text(error));
  }

  #lastNumber = 0;
  nextNumber(): number {
    return ++this.#lastNumber;
  }

  /** A generator for one purpose: what it draws does not depend on what others draw. */
  random(purpose: string): SeededRandom {
    return new SeededRandom(mix(this.seed, purpose));
  }

  after(ms: number, context: JobContext, task: () => void): Entry {
    return this.at(this.now + ms, context, task);
  }

  at(time: number, context: JobContext, task: () => void): Entry {
    return this.agenda.add(time > this.now ? time : this.now, task, context);
  }

  /** Lets the next event happen. Returns whether there was one, up to `until`. */
  step(until: number): boolean {
    if (this.violation !== null) return false;
    const next = this.agenda.take(until);
    if (next === undefined) {
      this.now = Math.max(this.now, until);
      return false;
    }
    this.now = next.at;
    this.steps++;
    const { context, run } = next;
    if (context === null) run!();
    else this.jobs.run(context, run!);
    return true;
  }

  trace(who: string, what: string): void {
    this.#count(this.now);
    this.#countText(who);
    this.#countText(what);
    this.onTrace?.(`${this.now.toFixed(3)} ${who} ${what}`);
  }
  /** The same for what happens very often. `describe`: the line of the trace, where somebody wants it. */
  traceOften(number: number, at: number, what: string | Uint8Array, describe: () => string): void {
    this.#count(this.now);
    this.#count(number);
    this.#count(at);
    if (typeof what === "string") this.#countText(what);
    else for (const byte of what) this.#count(byte);
    if (this.onTrace !== null) this.onTrace(`${this.now.toFixed(3)} ${describe()}`);
  }

  #count(number: number): void {
    this.digest = Math.imul(this.digest ^ (number * 8), 0x01000193) >>> 0;
  }
  #countText(text: string): void {
    let hash = this.#shortHashes.get(text);
    if (hash === undefined) {
      hash = 0x811c9dc5;
      for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
      if (text.length <= MAX_SHORT && this.#shortHashes.size < MAX_HASHES) this.#shortHashes.set(text, hash);
    }
    this.digest = Math.imul(this.digest ^ hash, 0x01000193) >>> 0;
  }
  /** Of the texts that come again and again, such as heartbeats. */
  readonly #shortHashes = new Map<string, number>();

  /** A rule does not hold: the simulation stops. The first one counts. */
  fail(rule: string, detail: string): void {
    if (this.violation !== null) return;
    this.violation = { rule, detail, at: this.now };
    this.trace("rule", `${rule}: ${detail}`);
  }
}

/** A seed that follows from another one and a name. */
export function mix(seed: number, name: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

const text = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message).slice(0, 1500) : String(error);
