/** Recognises from the edges of its pins what an RGB light has shown lately. */
import type { LightPin, Trace } from "../firmware/light-meter";

export type PinTraces = Readonly<Record<LightPin, Trace>>;
type Pin = Exclude<LightPin, "mono">;
type Pattern = "off" | "on" | "blinking" | "flashing" | "dim" | "unclear";
interface Span {
  readonly from: number;
  to: number;
}

const PINS: readonly Pin[] = ["red", "green", "blue"];
/** Length of the window in ms. Every rhythm but the fade repeats within 1000 ms; the rest shows two edges of a kind. */
const WINDOW_MS = 1100;
/** Longest PWM pulse in ms: it is shorter than its period, and the longest of the three periods is 2.04 ms. */
const MAX_PULSE_MS = 2.1;

const isBetween = (value: number, min: number, max: number): boolean => value >= min && value <= max;

export class LightHistory {
  readonly #highs: Record<Pin, Span[]> = { red: [], green: [], blue: [] };
  #since: number | null = null;

  clear(): void {
    this.#since = null;
    for (const pin of PINS) this.#highs[pin] = [];
  }

  /** Adds what the pins did between two moments of simulated time, in ms. Each call continues where the last ended. */
  add(from: number, to: number, traces: PinTraces): void {
    this.#since ??= from;
    for (const pin of PINS) {
      const spans = this.#highs[pin];
      for (const high of traces[pin].highs) {
        const last = spans.at(-1);
        if (high.from === 0 && last !== undefined && last.to >= from - 1e-3) last.to = from + high.to;
        else spans.push({ from: from + high.from, to: from + high.to });
      }
      while ((spans[0]?.to ?? to) < to - WINDOW_MS) spans.shift();
    }
  }

  /**
   * Returns "red", "red, blinking", "red, dim", "white, dim" (the fade of IDLE), "offline" or "dark", and "changing"
   * while it is none of them.
   */
  describe(now: number): string {
    const from = now - WINDOW_MS;
    if (this.#since === null || this.#since > from) return "changing";
    const patterns = PINS.map((pin) => patternOf(this.#highs[pin], from, now));
    const litPins = PINS.filter((_, i) => patterns[i] !== "off");
    const [pattern, another] = new Set(patterns.filter((one) => one !== "off"));
    if (pattern === undefined) return "dark";
    if (another !== undefined || pattern === "unclear") return "changing";
    const colour = litPins.length === 3 ? "white" : litPins.join(" and ");
    if (pattern === "flashing") return colour === "white" ? "offline" : "changing";
    return pattern === "on" ? colour : `${colour}, ${pattern}`;
  }
}

function patternOf(spans: readonly Span[], from: number, to: number): Pattern {
  const inWindow = spans.filter((span) => span.to > from);
  const [first] = inWindow;
  if (first === undefined) return "off";
  if (inWindow.length === 1 && first.from <= from && first.to >= to - 1e-3) return "on";
  const whole = inWindow.filter((span) => span.from > from && span.to < to - 1e-3);
  const lengths = whole.map((span) => span.to - span.from);
  const lit = inWindow.reduce((sum, span) => sum + Math.min(span.to, to) - Math.max(span.from, from), 0);
  if (whole.length > 10 && lengths.every((length) => length < MAX_PULSE_MS) && lit < (to - from) / 4)
    return "dim";
  if (lengths.every((length) => isBetween(length, 480, 520)) && isBetween(lit, 480, 620)) return "blinking";
  if (whole.length > 0 && lengths.every((length) => isBetween(length, 50, 70)) && lit < 130)
    return "flashing";
  return "unclear";
}
