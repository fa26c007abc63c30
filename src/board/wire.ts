/**
 * The host's side of the serial protocol (docs/board.md): encodes the host's lines and parses the board's. Pure.
 * `boardWire.ts` is the board's side.
 */
import { MAX_TEXT_CHARS, TO_BOARD_BYTES } from "./limits";

/** The room's state for a board. `s` is 0–5; `left` and `total` are whole seconds, 0 in a state without a time. */
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

/** The result of parsing a line. Boot messages, a REPL's output and damaged lines are `noise`, not exceptions. */
export type ParsedLine<Line> =
  { readonly ok: true; readonly line: Line } | { readonly ok: false; readonly noise: string };

/** The result for a text that is not a message: its first 80 characters. */
export const toNoise = (text: string): { ok: false; noise: string } => ({
  ok: false,
  noise: text.slice(0, 80),
});

/** One line as bytes. Throws a RangeError above `limit` bytes or outside ASCII: the caller has a bug then. */
export function encodeLine(line: object, limit: number): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(line) + "\n";
  if (text.length > limit || /[^\n -~]/.test(text))
    throw new RangeError(`not ASCII, or longer than ${limit} bytes: ${text}`);
  return new TextEncoder().encode(text);
}

/** A host's line as bytes, at most TO_BOARD_BYTES, with the fields in the order of docs/board.md. */
export function encode(line: HostLine): Uint8Array<ArrayBuffer> {
  const { t } = line;
  if (t === "hello") return encodeLine({ t, p: line.p }, TO_BOARD_BYTES);
  if (t === "ping") return encodeLine({ t }, TO_BOARD_BYTES);
  return encodeLine({ t, s: line.s, left: line.left, total: line.total, held: line.held }, TO_BOARD_BYTES);
}

/** Whether `value` is an object that is not an array. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether `value` is an integer from `min` to `max`. */
export const isInteger = (value: unknown, min: number, max = Number.MAX_SAFE_INTEGER): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max;

/** Keeps printable ASCII only: escapes could contain control or right-to-left characters, and people read the text. */
const toPlainText = (value: unknown): string =>
  typeof value === "string" ? value.replace(/[^ -~]/g, "").slice(0, MAX_TEXT_CHARS) : "";

type Fields = Readonly<Record<string, unknown>>;

/** Parses a line; `toLine` checks the fields of its object and returns null if they are no message. */
export function parseLine<Line>(text: string, toLine: (fields: Fields) => Line | null): ParsedLine<Line> {
  try {
    const value: unknown = JSON.parse(text);
    const line = isObject(value) && toLine(value);
    if (line) return { ok: true, line };
  } catch {
    // not JSON
  }
  return toNoise(text);
}

/** Parses a board's line. Unknown fields are ignored; a known field with an invalid value makes the line noise. */
export const parseBoardLine = (text: string): ParsedLine<BoardLine> => parseLine(text, toBoardLine);

function toBoardLine(fields: Fields): BoardLine | null {
  const { t, p, s, left, e, n, caps } = fields;
  switch (t) {
    case "hello": {
      const [fw, board] = [toPlainText(fields.fw), toPlainText(fields.board)];
      // A device that repeats what it is sent, such as a modem, sends the host's own hello, which has neither.
      if (!isInteger(p, 0) || (fw === "" && board === "")) return null;
      return {
        t,
        p,
        fw,
        board,
        caps: Array.isArray(caps) ? caps.map(toPlainText).filter((cap) => cap !== "") : [],
      };
    }
    case "ok":
      return isInteger(s, 0, 5) && isInteger(left, 0) ? { t, s, left } : null;
    case "btn":
      return (e === "down" || e === "up") && isInteger(n, 1) ? { t, e, n } : null;
    case "pong":
      return { t };
    case "err":
      return { t, code: toPlainText(fields.code) };
    default:
      return null;
  }
}
