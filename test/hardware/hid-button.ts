/** A do-it-yourself button on a simulated hidraw device: input reports of one byte, output reports of four. */
import type { Cable } from "./devices";

/** An output report as it is written to a hidraw device without report ids: a zero comes first. */
const OUTPUT_BYTES = 5;

export class HidButton {
  /** Every output report as [r, g, b, flags]. */
  readonly reports: (readonly number[])[] = [];
  #incomplete: number[] = [];

  constructor(private readonly cable: Cable) {
    cable.onBytes = (bytes) => {
      this.#incomplete.push(...bytes);
      while (this.#incomplete.length >= OUTPUT_BYTES) {
        const [id, ...colour] = this.#incomplete.splice(0, OUTPUT_BYTES);
        if (id !== 0) throw new Error(`an output report with id ${id}, but this device has no report ids`);
        this.reports.push(colour);
      }
    };
  }

  press(): void {
    this.cable.send(Uint8Array.of(1));
  }
  release(): void {
    this.cable.send(Uint8Array.of(0));
  }
  /** The last output report, such as "255,0,0,0". */
  get light(): string {
    return String(this.reports.at(-1) ?? "dark");
  }
}
