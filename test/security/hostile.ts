/** What an attacker says: seeded, so that the same seed says the same on every machine. */
import { SeededRandom } from "../harness/random";
import { Mutator } from "../unit/shared/mutations";

/** One message as it goes out: text, bytes as a binary frame, or bytes that a text frame has no business with. */
export interface Hostile {
  readonly data: string | Uint8Array;
  readonly binary: boolean;
}

const deep = (open: string, close: string, times: number): string => open.repeat(times) + close.repeat(times);
/** A message of exactly this many bytes that would press if it were read. */
function pressOf(bytes: number): string {
  const empty = '{"action":"press","pad":""}';
  return empty.replace('""', `"${"x".repeat(bytes - empty.length)}"`);
}

/** No one of these may do anything, whoever sends it: not even the owner. */
export const ALWAYS_BAD: readonly string[] = [
  "[".repeat(4000),
  deep("[", "]", 2000),
  deep('{"a":', "1}", 600).slice(0, 4000),
  `{"action":"setup","work_duration":${deep("[", "]", 1900)}}`,
  '{"action":"setup","work_duration":1e999}',
  '{"action":"setup","work_duration":-1e999}',
  '{"action":"setup","work_duration":NaN}',
  '{"action":"setup","work_duration":Infinity}',
  `{"action":"setup","work_duration":${"9".repeat(3000)}}`,
  `{"action":"extend","seconds":0.${"0".repeat(3000)}1}`,
  '{"action":"setup","break_duration":"300"}',
  '{"action":"setup","number_cycles":[3]}',
  '{"action":"setup","auto_continue":{"valueOf":5}}',
  '{"action":"press","on":1e999}',
  '{"action":"press","until":1e999}',
  '{"action":"press","on":-1}',
  '{"action":["press"]}',
  '{"action":{"toString":"press"}}',
  '{"action":"__proto__"}',
  '{"action":"constructor"}',
  '{"action":"hasOwnProperty"}',
  '{"__proto__":{"action":"press"}}',
  '{"constructor":{"prototype":{"action":"press"}}}',
  '{"action":"press\\u0000"}',
  '{"action":"pre\\ud800ss"}',
  '{"ac\\u0000tion":"press"}',
  '{"action":"press","id":"\\ud800\\udc00\\ud800","via":"\\udfff"}',
  '{"action":"join","name":"\\ud83d"}',
  '{"action":"join","name":"a\\u202eb"}',
  '{"action":"press"}{"action":"press"}',
  '{"action":"press"',
  "{'action':'press'}",
  '[{"action":"press"}]',
  '"{\\"action\\":\\"press\\"}"',
  "null",
  "",
  "\u0000",
  pressOf(4097),
  pressOf(8192),
  '{"action":"press","pad":"' + "番".repeat(1400) + '"}',
];

export class Arsenal {
  readonly random: SeededRandom;
  readonly #mutator: Mutator;

  constructor(seed: number) {
    this.random = new SeededRandom(seed);
    this.#mutator = new Mutator(seed ^ 0x5eed);
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.random.below(256));
  }

  /** Anything: valid once and then damaged, made to be bad, at the edge of what is read, or no text at all. */
  message(): Hostile {
    const roll = this.random.next();
    if (roll < 0.6) return { data: this.#mutator.message(), binary: false };
    if (roll < 0.8) return { data: this.random.pick(ALWAYS_BAD), binary: false };
    if (roll < 0.9) return { data: pressOf(this.random.pick([4095, 4096, 4097])), binary: false };
    if (roll < 0.95) return { data: Buffer.from('{"action":"press"}'), binary: true };
    return { data: this.bytes(this.random.pick([1, 2, 125, 126, 4096, 4097, 65_536])), binary: true };
  }

  /** A path that asks for trouble. */
  path(): string {
    const room = this.random.pick([
      "kitchen",
      "a".repeat(22),
      "__proto__",
      "ab",
      "..",
      "%2e%2e",
      "%00",
      "%E0%A4%A",
      "",
    ]);
    const before = this.random.pick([
      "/parties/main/",
      "/parties/",
      "/parties/__proto__/",
      "//parties/main/",
      "/./",
      "/r/",
    ]);
    const after = this.random.pick([
      "",
      "/",
      "/push",
      "/push/push",
      "/../../../etc/passwd",
      "/..%2f..%2fmetadata.sqlite",
      "%00.html",
      "?_pk=__proto__&_pk=x",
      "?" + "a=b&".repeat(500),
      "#key",
      "%",
      ";x=y",
      "\\..\\..",
      "/" + "x".repeat(this.random.pick([10, 1000, 9000])),
    ]);
    return before + room + after;
  }

  /** What is no key of the room with this id and this key, and looks as much like it as can be. */
  forgery(id: string, key: string): string {
    return this.random.pick([
      id,
      key.slice(0, -1),
      key + "A",
      key.toLowerCase() === key ? key.toUpperCase() : key.toLowerCase(),
      [...key].reverse().join(""),
      key.replace(/.$/, (last) => (last === "A" ? "B" : "A")),
      "\u0000" + key.slice(1),
      "__proto__",
      "*",
      Buffer.from(this.bytes(16)).toString("base64url"),
    ]);
  }
}
