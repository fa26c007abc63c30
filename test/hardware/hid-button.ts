/** A do-it-yourself button on a made-up hidraw: one byte in, four bytes out. */
import type { Cable } from "./devices";

/** As written to a hidraw without report ids: a zero first. */
const OUTPUT_BYTES = 5;

export class HidButton {
  /** Every output report, as [r, g, b, flags]. */
  readonly reports: (readonly number[])[] = [];
  #partly: number[] = [];

  constructor(private readonly cable: Cable) {
    cable.onBytes = (bytes) => {
      this.#partly.push(...bytes);
      while (this.#partly.length >= OUTPUT_BYTES) {
        const [id, ...colour] = this.#partly.splice(0, OUTPUT_BYTES);
        if (id !== 0) throw new Error(`an output report of id ${id}, and this device has none`);
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
  get light(): string {
    return String(this.reports.at(-1) ?? "dark");
  }
}
