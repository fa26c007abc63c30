import { type AVRIOPort, PinState } from "avr8js";

/** D9, D10, D11 and D13, as bits of port B. */
const LIGHTS = { red: 1, green: 2, blue: 3, mono: 5 } as const;

export type LightPin = keyof typeof LIGHTS;

const PINS = Object.keys(LIGHTS) as LightPin[];

/** What one pin did in a window of simulated time; `highs` in ms from its start. */
export interface Trace {
  duty: number;
  highs: { from: number; to: number }[];
}

interface Edge {
  pin: LightPin;
  at: number;
  high: boolean;
}

/** Follows the four light pins, and keeps their edges while it is asked to. */
export class LightMeter {
  private edges: Edge[] | null = null;
  private readonly levels: Record<LightPin, boolean> = { red: false, green: false, blue: false, mono: false };

  constructor(private readonly now: () => number) {}

  /** From now on these are the pins; a chip in reset lets go of them, so they are dark. */
  attach(port: AVRIOPort): void {
    this.read(port);
    port.addListener(() => this.read(port));
  }

  /** What the lights do while `run` lets time pass. */
  watch(run: () => void): Record<LightPin, Trace> {
    const start = this.now();
    const before = { ...this.levels };
    const edges: Edge[] = [];
    this.edges = edges;
    run();
    this.edges = null;
    const length = this.now() - start;

    const trace = (pin: LightPin): Trace => {
      const highs: Trace["highs"] = [];
      let from = before[pin] ? 0 : null;
      for (const edge of edges) {
        if (edge.pin !== pin) continue;
        if (from !== null) highs.push({ from, to: edge.at - start });
        from = edge.high ? edge.at - start : null;
      }
      if (from !== null) highs.push({ from, to: length });
      return { duty: highs.reduce((sum, high) => sum + high.to - high.from, 0) / length, highs };
    };
    return { red: trace("red"), green: trace("green"), blue: trace("blue"), mono: trace("mono") };
  }

  /** Whether each pin is high in this very moment. */
  get high(): Readonly<Record<LightPin, boolean>> {
    return { ...this.levels };
  }

  private read(port: AVRIOPort): void {
    for (const pin of PINS) {
      const high = port.pinState(LIGHTS[pin]) === PinState.High;
      if (high === this.levels[pin]) continue;
      this.levels[pin] = high;
      this.edges?.push({ pin, at: this.now(), high });
    }
  }
}
