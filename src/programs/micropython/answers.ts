/** Parses what a board answers to the installer's programs, strictly. Pure. */

/** What the raw REPL gives back for one program: what it has printed, and the text of its exception. */
export interface Answer {
  readonly output: string;
  /** Empty: it has ended without an exception. */
  readonly error: string;
}

/** What a board says about itself. */
export interface BoardInfo {
  /** `micropython`, or `circuitpython`. */
  readonly name: string;
  readonly version: readonly [major: number, minor: number, patch: number];
  /** `rp2`, `esp32`, `microbit` … */
  readonly platform: string;
  /** Such as `Raspberry Pi Pico with RP2040`; empty where it is not known. */
  readonly machine: string;
  /** Whether the board can make a sha-256. */
  readonly hasHash: boolean;
  /** Whether the board can rename a file. */
  readonly canRename: boolean;
}

/** Only what prints, at most 80 characters: it is shown to people. */
export const toPlain = (text: string): string =>
  text
    .replace(/[^!-~]+/g, " ")
    .trim()
    .slice(0, 80);

/** The last line of an exception, such as `OSError: 28`. */
export const toProblem = (error: string): string => toPlain(error.trimEnd().split("\n").at(-1) ?? "");

const INFO =
  /^([a-z]{1,20})\|(\d{1,3})\.(\d{1,3})\.(\d{1,3})\|([\w-]{1,20})\|([ -{}~]{0,80})\|([01])\|([01])\r?\n$/;

/** The line that the program `INFO_PROGRAM` prints; null if it is anything else. */
export function parseInfo(output: string): BoardInfo | null {
  const parts = INFO.exec(output);
  if (!parts) return null;
  const [, name = "", major, minor, patch, platform = "", machine = "", hash, rename] = parts;
  return {
    name,
    version: [Number(major), Number(minor), Number(patch)],
    platform,
    machine,
    hasHash: hash === "1",
    canRename: rename === "1",
  };
}

/** The line that a check program prints: a length and a lower-case hexadecimal text. Null if it is anything else. */
export function parseCheck(output: string): { length: number; hex: string } | null {
  const parts = /^(\d{1,6}) ((?:[\da-f]{2})*)\r?\n$/.exec(output);
  return parts && { length: Number(parts[1]), hex: parts[2] ?? "" };
}

/** The window of raw-paste mode: two bytes, the low one first; null if it is none. */
export function parseWindow(text: string): number | null {
  if (text.length !== 2) return null;
  const window = text.charCodeAt(0) + 256 * text.charCodeAt(1);
  return window === 0 ? null : window;
}
