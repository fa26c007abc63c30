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

const ITEM = '{"id":"a","text":"read","done":false}';
const NAME = '{"name":"Ada","away":false}';
/** An action `list` or `turns` with these items or names, as JSON. */
const listOf = (...items: string[]): string => `{"action":"list","items":[${items.join(",")}]}`;
const turnsOf = (at: string, ...names: string[]): string =>
  `{"action":"turns","names":[${names.join(",")}],"at":${at}}`;
const textOf = (json: string): string => listOf(ITEM.replace('"read"', () => json));
const nameOf = (json: string): string =>
  turnsOf(
    "0",
    NAME,
    NAME.replace('"Ada"', () => json),
  );
/** A list of exactly this many bytes, which would be accepted if it were shorter. */
function listOfLength(bytes: number): string {
  const empty = `{"action":"list","items":[${ITEM}],"pad":""}`;
  return empty.replace('""', `"${"x".repeat(bytes - empty.length)}"`);
}

/** What a team keeps, and what a person works on: too long, too many, twice, out of range, or no text at all. */
const INVALID_TEAM_MESSAGES: readonly string[] = [
  '{"action":"list"}',
  '{"action":"list","items":null}',
  `{"action":"list","items":{"0":${ITEM},"length":1}}`,
  listOf("null"),
  listOf("[]"),
  listOf(ITEM, ITEM),
  listOf(...Array.from({ length: 31 }, (_, i) => ITEM.replace('"a"', `"${i}"`))),
  listOf(ITEM.replace('"a"', '""')),
  listOf(ITEM.replace('"a"', '"a b"')),
  listOf(ITEM.replace('"a"', '"../a"')),
  listOf(ITEM.replace('"a"', `"${"x".repeat(41)}"`)),
  listOf(ITEM.replace('"a"', '{"toString":"a"}')),
  listOf(ITEM.replace("false", '"false"')),
  listOf(ITEM.replace("false", "0")),
  listOf('{"__proto__":{"id":"a","text":"read","done":false}}'),
  textOf('""'),
  textOf('" \\t\\n "'),
  textOf(`"${"x".repeat(81)}"`),
  textOf(`"${"😀".repeat(81)}"`),
  textOf('"a\\u0000b"'),
  textOf('"a\\u202eb"'),
  textOf('"a\\u2028b"'),
  textOf('"a\\ud800b"'),
  textOf('["read"]'),
  listOfLength(16_385),
  '{"action":"turns"}',
  '{"action":"turns","names":[],"at":0}',
  turnsOf("0", NAME),
  turnsOf("0", ...Array.from({ length: 21 }, () => NAME)),
  turnsOf("2", NAME, NAME),
  turnsOf("-1", NAME, NAME),
  turnsOf("0.5", NAME, NAME),
  turnsOf('"0"', NAME, NAME),
  turnsOf('"length"', NAME, NAME),
  turnsOf("1e999", NAME, NAME),
  turnsOf("null", NAME, NAME),
  `{"action":"turns","names":[${NAME},${NAME}]}`,
  `{"action":"turns","names":[${NAME},{"name":"Bo"}],"at":0}`,
  nameOf('""'),
  nameOf(`"${"n".repeat(33)}"`),
  nameOf('"\\udfff"'),
  nameOf('"a\\u0007b"'),
  nameOf("null"),
  '{"action":"start"}',
  '{"action":"start","at":0}',
  '{"action":"start","at":-1}',
  '{"action":"start","at":1}',
  '{"action":"start","at":NaN}',
  '{"action":"start","at":1e999}',
  '{"action":"start","at":9007199254740991}',
  '{"action":"start","at":9007199254740993}',
  '{"action":"start","at":"2026-11-30T09:00"}',
  '{"action":"start","at":[1]}',
  '{"action":"start","at":true}',
  `{"action":"start","at":${"9".repeat(400)}}`,
  '{"action":"join","doing":"a\\u0000b"}',
  '{"action":"join","doing":"a\\u2066b"}',
  '{"action":"join","doing":"\\ud83d"}',
  `{"action":"join","doing":"${"x".repeat(81)}"}`,
  '{"action":"join","doing":null}',
  '{"action":"join","doing":["read"]}',
  '{"action":"join","doing":{"text":"read"}}',
  '{"action":"title"}',
  '{"action":"title","title":7}',
  '{"action":"title","title":["Class"]}',
  '{"action":"title","title":"a\\u0000b"}',
  '{"action":"title","title":"a\\u202eb"}',
  '{"action":"title","title":"\\ud83d"}',
  `{"action":"title","title":"${"x".repeat(33)}"}`,
  '{"action":"next","on":-1}',
  '{"action":"next","on":"0"}',
];

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
  ...INVALID_TEAM_MESSAGES,
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
