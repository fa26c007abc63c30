import { type AVRIOPort, PinState } from "avr8js";

/** D9, D10, D11 and D13, as bits of port B. */
const LIGHTS = { red: 1, green: 2, blue: 3, mono: 5 } as const;

export type LightPin = keyof typeof LIGHTS;

const PINS = Object.keys(LIGHTS) as LightPin[];

/**
 * What one pin did in a window of simulated time. `duty` is the part of the time in which it was high, 0 to 1; `highs`
 * are in ms from the start of the window.
 */
export interface Trace {
  duty: number;
  highs: { from: number; to: number }[];
}

interface Edge {
  pin: LightPin;
  at: number;
  high: boolean;
}

/** Reads the four light pins and records their edges during `watch`. */
export class LightMeter {
  private edges: Edge[] | null = null;
  private readonly levels: Record<LightPin, boolean> = { red: false, green: false, blue: false, mono: false };

  constructor(private readonly now: () => number) {}

  /** Reads the pins of this port from now on. In reset a chip's pins are inputs, so the lights are dark. */
  attach(port: AVRIOPort): void {
    this.read(port);
    port.addListener(() => this.read(port));
  }

  /** Calls `run`, which lets simulated time pass, and returns what the lights did in it. */
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

  /** Whether each pin is high at this moment. */
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
