/** Damages valid messages with a seeded random generator: in their bytes, in their values, and in their shape. */
import { SeededRandom } from "../../harness/random";

type Fields = Record<string, unknown>;
export const VALID: readonly Fields[] = [
  { action: "press" },
  { action: "press", via: "board", on: 3, on_state: 1, until: 1_790_000_000_000, id: "a1" },
  { action: "setup", work_duration: 1500, break_duration: 300, number_cycles: 3 },
  { action: "setup" },
  { action: "setup", long_break_duration: 900, auto_continue: 30, when: "next", id: "b" },
  { action: "setup", long_break_duration: 0, auto_continue: 0 },
  { action: "reset", on: 0 },
  { action: "skip", id: "x".repeat(40) },
  { action: "hold" },
  { action: "resume", until: 0 },
  { action: "extend", seconds: 300, id: "" },
  { action: "undo", on: 12 },
  { action: "join", key: "AAAAAAAAAAAAAAAAAAAAAA", name: "Kim" },
  { action: "join" },
  { action: "join", client: "AAAAAAAAAAAAAAAAAAAAAA" },
  { action: "alive" },
  { action: "board", board: { name: "Kitchen", kind: "uno" } },
  { action: "board", board: null },
  { action: "ping" },
  { action: "ping", t0: 1.5 },
  { action: "press", name: "Lee", via: "push", id: "p" },
  { action: "next", on: 3 },
  { action: "list", items: [] },
  { action: "list", items: [{ id: "a", text: "chapter 3", done: false }], on: 2, id: "l" },
  {
    action: "list",
    items: [
      { id: "a", text: " tests ", done: true },
      { id: "b-2", text: "番".repeat(80), done: false },
    ],
  },
  {
    action: "turns",
    names: [
      { name: "Ada", away: false },
      { name: "Bo", away: true },
    ],
    at: 1,
  },
  { action: "turns", names: null },
  { action: "start", at: 1_790_000_000_000 },
  { action: "start", at: null, until: 1_790_000_000_000 },
  { action: "join", doing: "chapter 3", name: "Kim" },
  { action: "title", title: " Class 4b " },
  { action: "title", title: null, on: 3 },
];

const FIELDS = [
  "action", "on", "on_state", "until", "id", "via", "work_duration", "break_duration", "number_cycles", "long_break_duration",
  "auto_continue", "when", "seconds", "key", "name", "client", "board", "kind", "t0", "type", "rev", "by", "settings",
  "items", "names", "at", "text", "done", "away", "doing", "title",
  "__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "then", "toJSON", "length", "",
]; // prettier-ignore
const WORDS = [
  "press", "setup", "reset", "skip", "hold", "resume", "extend", "undo", "join", "board", "ping", "alive", "app", "api", "push",
  "timer", "now", "next", "constructor", "__proto__", "toString", "Press", "press ", "list", "turns", "start", "title", "x".repeat(80), "x".repeat(81), "😀".repeat(80), "😀".repeat(81), "", " ", "Kim", " Kim\n", "1", "0",
  "x".repeat(40), "x".repeat(41), "n".repeat(32), "n".repeat(33), "😀".repeat(20), "😀".repeat(32), "😀".repeat(33),
  "a\u0000b", "a\u0007b", "a\u007fb", "a\u0085b", "a\u202eb", "a\u2066b", "a\u2028b", "\ud800", "a\udc00", "\ufeffKim", "é",
]; // prettier-ignore
const NUMBERS = [
  0, 1, -1, 2, 4, 5, 24, 25, 3600, 3601, 86_400, 86_401, 1.5, 0.1, -0.5, 1e21, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53,
  2 ** 53 + 2, 1_790_000_000_000, 59.999999999999, 86_400.0000001,
]; // prettier-ignore
/** Numbers and other tokens that JSON.stringify never writes. */
const RAW = [
  "1e999",
  "-1e999",
  "NaN",
  "Infinity",
  "-0",
  "01",
  "0x10",
  "1.",
  ".5",
  "1e3",
  "15e2",
  "undefined",
  "'a'",
  "+1",
];
const MARK = "\u0001raw\u0001";

export class Mutator {
  readonly #random: SeededRandom;

  constructor(seed: number) {
    this.#random = new SeededRandom(seed);
  }

  /** Returns the next message: a valid one, or one with random damage. */
  message(): string {
    const roll = this.#random.next();
    if (roll < 0.05) return JSON.stringify(this.#random.pick(VALID));
    if (roll < 0.6) return this.#values();
    if (roll < 0.9) return this.#bytes(JSON.stringify(this.#random.pick(VALID)));
    if (roll < 0.97) return this.#bytes(this.#values());
    return this.#shape();
  }

  #value(depth = 0): unknown {
    switch (this.#random.below(depth > 3 ? 5 : 9)) {
      case 0:
      case 1:
        return this.#random.pick(NUMBERS);
      case 2:
        return this.#random.pick(WORDS);
      case 3:
        return this.#random.pick([null, true, false]);
      case 4:
        return MARK;
      case 5:
        return Array.from({ length: this.#random.below(3) }, () => this.#value(depth + 1));
      case 6:
        return { name: this.#value(depth + 1), kind: this.#value(depth + 1) };
      case 7:
        return Array.from({ length: this.#random.below(4) }, () => ({
          id: this.#random.pick(["a", "b", "c", this.#value(depth + 1)]),
          text: this.#value(depth + 1),
          name: this.#value(depth + 1),
          done: this.#random.pick([true, false, false, this.#value(depth + 1)]),
          away: this.#random.pick([true, false, false, this.#value(depth + 1)]),
        }));
      default:
        return Object.fromEntries([[this.#random.pick(FIELDS), this.#value(depth + 1)]]);
    }
  }

  /** Replaces, adds or removes one to three fields, or takes them from another message. */
  #values(): string {
    let fields: Fields = { ...this.#random.pick(VALID) };
    for (let times = 1 + this.#random.below(3); times > 0; times--) {
      const own = Object.keys(fields);
      switch (this.#random.below(6)) {
        case 0:
          fields = Object.fromEntries(
            Object.entries(fields).filter(([key]) => key !== this.#random.pick(own.length > 0 ? own : [""])),
          );
          break;
        case 1:
          fields = { ...this.#random.pick(VALID), ...fields };
          break;
        case 2:
          fields = { ...fields, ...this.#random.pick(VALID) };
          break;
        case 3:
          fields = define(fields, this.#random.pick(own.length > 0 ? own : ["action"]), this.#value());
          break;
        default:
          fields = define(fields, this.#random.pick(FIELDS), this.#value());
      }
    }
    return JSON.stringify(fields).replaceAll(JSON.stringify(MARK), () => this.#random.pick(RAW));
  }

  #bytes(text: string): string {
    let bytes = [...new TextEncoder().encode(text)];
    for (let times = 1 + this.#random.below(4); times > 0; times--) {
      const where = this.#random.below(bytes.length + 1);
      const some = 1 + this.#random.below(4);
      switch (this.#random.below(6)) {
        case 0:
          bytes[where] = (bytes[where] ?? 0) ^ (1 << this.#random.below(8));
          break;
        case 1:
          bytes[where] = this.#random.below(256);
          break;
        case 2:
          bytes.splice(where, some);
          break;
        case 3:
          bytes.splice(where, 0, ...bytes.slice(this.#random.below(bytes.length + 1)).slice(0, some * 4));
          break;
        case 4:
          bytes.splice(
            where,
            0,
            ...[...'{}[]",:0123456789-+.eE\\u \t\n']
              .slice(this.#random.below(28))
              .slice(0, 1)
              .map((c) => c.charCodeAt(0)),
          );
          break;
        default:
          bytes = bytes.slice(0, where);
      }
    }
    return new TextDecoder().decode(new Uint8Array(bytes.map((byte) => byte ?? 0)));
  }

  #shape(): string {
    const text = JSON.stringify(this.#random.pick(VALID));
    const many = this.#random.pick([1, 10, 1000, 5000]);
    switch (this.#random.below(8)) {
      case 0:
        return "[".repeat(many) + text + "]".repeat(many);
      case 1:
        return '{"a":'.repeat(many) + text + "}".repeat(many);
      case 2:
        return text.slice(0, -1) + ',"deep":' + "[".repeat(many) + "]".repeat(many) + "}";
      case 3:
        return text.slice(0, -1) + `,"id":${JSON.stringify(this.#random.pick(WORDS).repeat(many))}}`;
      case 4:
        return text.slice(0, -1) + `,"name":${JSON.stringify("x".repeat(many))}}`;
      case 5:
        return text.slice(0, -1) + `,${text.slice(1)}`;
      case 6:
        return text.slice(0, -1) + ',"name":"\ud83d"}';
      default:
        return this.#random.pick([
          "",
          " ",
          "null",
          "true",
          "0",
          '""',
          "[]",
          "{}",
          "\ufeff" + text,
          text + "\u0000",
          "\ud800",
          text + text,
        ]);
    }
  }
}

/** Sets a field as JSON.parse does: "__proto__", too, becomes an own field and not the prototype. */
function define(fields: Fields, key: string, value: unknown): Fields {
  return Object.fromEntries([...Object.entries(fields), [key, value]]);
}
