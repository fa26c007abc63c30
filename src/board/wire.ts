/** Serial protocol 1 as the host speaks it. Pure: no port, no clock. `board-wire.ts` is the other end. */

export const PROTOCOL = 1;
/** Longest lines in bytes: to the board with its `\n`, from the board without. */
export const TO_BOARD_BYTES = 120;
export const FROM_BOARD_BYTES = 200;
const TEXT = 32; // characters of a board's own words that are kept

/** The room's state for a light. `s` 0–5, `left` and `total` in whole seconds, 0 where untimed. */
export interface StateFrame {
  readonly s: number;
  readonly left: number;
  readonly total: number;
  readonly held: 0 | 1;
}

export type HostLine =
  | { readonly t: "hello"; readonly p: number }
  | ({ readonly t: "state" } & StateFrame)
  | { readonly t: "ping" };

export type BoardLine =
  | {
      readonly t: "hello";
      readonly p: number;
      readonly fw: string;
      readonly board: string;
      readonly caps: readonly string[];
    }
  | { readonly t: "ok"; readonly s: number; readonly left: number }
  | { readonly t: "btn"; readonly e: "down" | "up"; readonly n: number }
  | { readonly t: "pong" }
  | { readonly t: "err"; readonly code: string };

/** What a line turned out to be. Boot messages, a REPL and damage are `noise`, a value and no exception. */
export type Heard<Line> =
  { readonly ok: true; readonly line: Line } | { readonly ok: false; readonly noise: string };

export const noise = (text: string): { ok: false; noise: string } => ({
  ok: false,
  noise: text.slice(0, 80),
});

/** One line as bytes. Throws a RangeError past `limit` bytes or outside ASCII, which would be our own mistake. */
export function encodeLine(line: object, limit: number): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(line) + "\n";
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 126) throw new RangeError("a line is ASCII");
    bytes[i] = code;
  }
  if (bytes.length > limit) throw new RangeError(`a line of ${bytes.length} bytes, ${limit} are allowed`);
  return bytes;
}

/** A host's line as bytes, at most 120. The order of the fields is the one of `board.md`. */
export function encode(line: HostLine): Uint8Array<ArrayBuffer> {
  const { t } = line;
  if (t === "hello") return encodeLine({ t, p: line.p }, TO_BOARD_BYTES);
  if (t === "ping") return encodeLine({ t }, TO_BOARD_BYTES);
  return encodeLine({ t, s: line.s, left: line.left, total: line.total, held: line.held }, TO_BOARD_BYTES);
}

/** A line's object, or null: arrays and plain values are not one. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isWhole = (value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most;

/** Escapes could smuggle in control and right-to-left characters, and these words are shown to people. */
const words = (value: unknown): string =>
  typeof value === "string" ? value.replace(/[^ -~]/g, "").slice(0, TEXT) : "";

/** A board's line. Unknown fields are ignored; a known field of a wrong kind makes the whole line noise. */
export function parseBoardLine(text: string): Heard<BoardLine> {
  const fields = parseObject(text);
  const line = fields && boardLine(fields);
  return line ? { ok: true, line } : noise(text);
}

function boardLine(fields: Readonly<Record<string, unknown>>): BoardLine | null {
  const { t, p, s, left, e, n, caps } = fields;
  switch (t) {
    case "hello":
      if (!isWhole(p, 0)) return null;
      return {
        t,
        p,
        fw: words(fields.fw),
        board: words(fields.board),
        caps: Array.isArray(caps) ? caps.map(words).filter((cap) => cap !== "") : [],
      };
    case "ok":
      return isWhole(s, 0, 5) && isWhole(left, 0) ? { t, s, left } : null;
    case "btn":
      return (e === "down" || e === "up") && isWhole(n, 1) ? { t, e, n } : null;
    case "pong":
      return { t };
    case "err":
      return { t, code: words(fields.code) };
    default:
      return null;
  }
}
