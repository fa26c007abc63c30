/** What an attacker sends. The same seed gives the same inputs on every machine. */
import { SeededRandom } from "../harness/random";
import { Mutator } from "../unit/shared/mutations";

/** One message as it is sent: text or bytes, in a text frame or a binary one. */
export interface HostileMessage {
  readonly data: string | Uint8Array;
  readonly binary: boolean;
}

const nested = (open: string, close: string, times: number): string =>
  open.repeat(times) + close.repeat(times);
/** A message of exactly this many bytes, which would press if it were accepted. */
function pressOfLength(bytes: number): string {
  const empty = '{"action":"press","pad":""}';
  return empty.replace('""', `"${"x".repeat(bytes - empty.length)}"`);
}

/** Messages that are refused whoever sends them, the owner included. */
export const INVALID_MESSAGES: readonly string[] = [
  "[".repeat(4000),
  nested("[", "]", 2000),
  nested('{"a":', "1}", 600).slice(0, 4000),
  `{"action":"setup","work_duration":${nested("[", "]", 1900)}}`,
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
  pressOfLength(4097),
  pressOfLength(8192),
  '{"action":"press","pad":"' + "番".repeat(1400) + '"}',
];

/** Generates messages, paths and keys from a seed. */
export class HostileInputs {
  readonly random: SeededRandom;
  readonly #mutator: Mutator;

  constructor(seed: number) {
    this.random = new SeededRandom(seed);
    this.#mutator = new Mutator(seed ^ 0x5eed);
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.random.below(256));
  }

  /** A valid message that was damaged, an invalid one, one at the size limit, or one that is no text. */
  message(): HostileMessage {
    const draw = this.random.next();
    if (draw < 0.6) return { data: this.#mutator.message(), binary: false };
    if (draw < 0.8) return { data: this.random.pick(INVALID_MESSAGES), binary: false };
    if (draw < 0.9) return { data: pressOfLength(this.random.pick([4095, 4096, 4097])), binary: false };
    if (draw < 0.95) return { data: Buffer.from('{"action":"press"}'), binary: true };
    return { data: this.bytes(this.random.pick([1, 2, 125, 126, 4096, 4097, 65_536])), binary: true };
  }

  /** A path that a careless server may mishandle. */
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

  /** A value that is not the key of the room with this id and this key, but resembles it. */
  forgedKey(id: string, key: string): string {
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
