/** What an RGB light has done lately, told in words from the edges of its pins. */
import type { LightPin, Trace } from "../firmware/light-meter";

export type Highs = Readonly<Record<LightPin, Trace>>;
type Pin = Exclude<LightPin, "mono">;
type Does = "off" | "on" | "blinks" | "blips" | "dim" | "changes";
interface Span {
  readonly from: number;
  to: number;
}

const PINS: readonly Pin[] = ["red", "green", "blue"];
/** Every rhythm but the breath repeats within a second; a little more shows two edges of the same kind. */
const WINDOW = 1100;
/** A PWM pulse is shorter than its period, and the slowest of the three takes 2.04 ms. */
const PULSE = 2.1;

const between = (value: number, least: number, most: number): boolean => value >= least && value <= most;

export class LightHistory {
  readonly #highs: Record<Pin, Span[]> = { red: [], green: [], blue: [] };
  #since: number | null = null;

  clear(): void {
    this.#since = null;
    for (const pin of PINS) this.#highs[pin] = [];
  }

  /** What the pins did between two moments of simulated time, in ms; stretches follow each other without a gap. */
  add(from: number, to: number, highs: Highs): void {
    this.#since ??= from;
    for (const pin of PINS) {
      const spans = this.#highs[pin];
      for (const high of highs[pin].highs) {
        const last = spans.at(-1);
        if (high.from === 0 && last !== undefined && last.to >= from - 1e-3) last.to = from + high.to;
        else spans.push({ from: from + high.from, to: from + high.to });
      }
      while ((spans[0]?.to ?? to) < to - WINDOW) spans.shift();
    }
  }

  /** "red", "red, blinking", "red, dim", "white, dim" (as a breath is), "offline", "dark"; "changing" while it is none of them. */
  words(now: number): string {
    const from = now - WINDOW;
    if (this.#since === null || this.#since > from) return "changing";
    const does = PINS.map((pin) => doing(this.#highs[pin], from, now));
    const lit = PINS.filter((_, i) => does[i] !== "off");
    const kinds = new Set(does.filter((one) => one !== "off"));
    const [kind, another] = kinds;
    if (kind === undefined) return "dark";
    if (another !== undefined || kind === "changes") return "changing";
    const colour = lit.length === 3 ? "white" : lit.join(" and ");
    if (kind === "blips") return colour === "white" ? "offline" : "changing";
    return { on: colour, blinks: `${colour}, blinking`, dim: `${colour}, dim`, off: "dark" }[kind];
  }
}

function doing(spans: readonly Span[], from: number, to: number): Does {
  const seen = spans.filter((span) => span.to > from);
  const [first] = seen;
  if (first === undefined) return "off";
  if (seen.length === 1 && first.from <= from && first.to >= to - 1e-3) return "on";
  const whole = seen.filter((span) => span.from > from && span.to < to - 1e-3);
  const lengths = whole.map((span) => span.to - span.from);
  const lit = seen.reduce((sum, span) => sum + Math.min(span.to, to) - Math.max(span.from, from), 0);
  if (whole.length > 10 && lengths.every((length) => length < PULSE) && lit < (to - from) / 4) return "dim";
  if (lengths.every((length) => between(length, 480, 520)) && between(lit, 480, 620)) return "blinks";
  if (whole.length > 0 && lengths.every((length) => between(length, 50, 70)) && lit < 130) return "blips";
  return "changes";
}
