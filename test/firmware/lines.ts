/** The lines that the host can send and the answer to each: one table for both serial firmwares (docs/board.md). */

export const stateLine = (s: number, held: 0 | 1 = 0, left = 1500, total = 1500): string =>
  `{"t":"state","s":${s},"left":${left},"total":${total},"held":${held}}\n`;

export const hello = (board: string): string =>
  `{"t":"hello","p":1,"fw":"shared-pomodoro/1.0","board":"${board}","caps":["button","led"]}`;

const error = (code: string) => `{"t":"err","code":"${code}"}`;
const state = '{"t":"state","s":1,"left":1499,"total":1500,"held":0}';
const ok = '{"t":"ok","s":1,"left":1499}';

/** A valid ping of exactly `length` bytes. */
export const pingOfLength = (length: number): string => {
  const bare = '{"t":"ping","x":""}';
  return bare.replace('""', `"${"x".repeat(length - bare.length)}"`);
};

/** Each entry: a description, the line without its end, and the answer. */
export const validLines: [string, string, string][] = [
  ["a ping", '{"t":"ping"}', '{"t":"pong"}'],
  ["a state", state, ok],
  ["spaces and tabs between the tokens", ' {\t"t" : "ping" } ', '{"t":"pong"}'],
  ["fields in any order", '{"held":0,"total":1500,"left":1499,"s":1,"t":"state"}', ok],
  [
    "unknown fields of every kind",
    '{"a":"b","c":true,"d":null,"e":-1.5e+3,"f":false,"t":"ping","g":12345678901}',
    '{"t":"pong"}',
  ],
  ["an escaped name and value", '{"\\u0074":"p\\u0069ng"}', '{"t":"pong"}'],
  [
    "quotes and braces inside a string",
    '{"x":"\\"t\\":\\"hello\\"},{","y":"\\\\","t":"ping"}',
    '{"t":"pong"}',
  ],
  ["the last of two fields with one name", '{"t":"hello","t":"ping"}', '{"t":"pong"}'],
  ["a very long name", `{"${"t".repeat(60)}":1,"t":"ping"}`, '{"t":"pong"}'],
  ["a carriage return before the end", '{"t":"ping"}\r', '{"t":"pong"}'],
  ["the longest allowed line", pingOfLength(120), '{"t":"pong"}'],
  [
    "the longest period of a room",
    '{"t":"state","s":3,"left":86400,"total":86400,"held":1}',
    '{"t":"ok","s":3,"left":86400}',
  ],
];

export const invalidLines: [string, string, string][] = [
  ["an unknown t", '{"t":"dance"}', error("unknown")],
  ["a t that only begins with a known one", '{"t":"pingping"}', error("unknown")],
  ["no t", '{"s":1}', error("unknown")],
  ["an empty object", "{}", error("unknown")],
  ["a t that is no string", '{"t":1}', error("unknown")],
  ["a t inside a string", '{"x":"{\\"t\\":\\"ping\\"}"}', error("unknown")],
  ["a line of one byte too many", pingOfLength(121), error("too-long")],
  ["a line of 300 bytes", pingOfLength(300), error("too-long")],
  ["no object", "hello", error("bad-json")],
  ["a list", '["t","ping"]', error("bad-json")],
  ["a nested object", '{"t":"ping","x":{"y":1}}', error("bad-json")],
  ["a nested list", '{"t":"ping","x":[1]}', error("bad-json")],
  ["a missing brace", '{"t":"ping"', error("bad-json")],
  ["a missing quote", '{"t":"ping}', error("bad-json")],
  ["a missing colon", '{"t""ping"}', error("bad-json")],
  ["a missing comma", '{"t":"ping""x":1}', error("bad-json")],
  ["a comma too many", '{"t":"ping",}', error("bad-json")],
  ["something behind the object", '{"t":"ping"}x', error("bad-json")],
  ["two objects in a line", '{"t":"ping"}{"t":"ping"}', error("bad-json")],
  ["a name without quotes", '{t:"ping"}', error("bad-json")],
  ["an invalid escape", '{"t":"ping","x":"\\x"}', error("bad-json")],
  ["an incomplete escape", '{"t":"ping","x":"\\u00"}', error("bad-json")],
  ["a backslash at the end", '{"t":"ping","x":"\\', error("bad-json")],
  ["an invalid literal", '{"t":"ping","x":trye}', error("bad-json")],
  ["an incomplete literal", '{"t":"ping","x":tru', error("bad-json")],
  ["a leading zero", '{"t":"ping","x":01}', error("bad-json")],
  ["a minus alone", '{"t":"ping","x":-}', error("bad-json")],
  ["a point without digits", '{"t":"ping","x":1.}', error("bad-json")],
  ["an exponent without digits", '{"t":"ping","x":1e}', error("bad-json")],
  ["a control byte in a string", '{"t":"ping","x":"\u0001"}', error("bad-json")],
  ["a character that is not ASCII", '{"t":"ping","x":"é"}', error("bad-json")],
  ["a state without s", '{"t":"state","left":1,"total":1,"held":0}', error("bad-state")],
  ["a state without left", '{"t":"state","s":1,"total":1,"held":0}', error("bad-state")],
  ["a state without held", '{"t":"state","s":1,"left":1,"total":1}', error("bad-state")],
  ["a seventh state", '{"t":"state","s":6,"left":0,"total":0,"held":0}', error("bad-state")],
  ["a negative time", '{"t":"state","s":1,"left":-1,"total":1,"held":0}', error("bad-state")],
  ["a time with a fraction", '{"t":"state","s":1,"left":1.5,"total":2,"held":0}', error("bad-state")],
  ["a number too large", '{"t":"state","s":1,"left":9999999999,"total":1,"held":0}', error("bad-state")],
  ["a held that is neither 0 nor 1", '{"t":"state","s":1,"left":1,"total":1,"held":2}', error("bad-state")],
  ["a number as a string", '{"t":"state","s":"1","left":1,"total":1,"held":0}', error("bad-state")],
];
