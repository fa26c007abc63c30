/** The device's side of a simulated hidraw device: the reports that Chromium writes, and those that it reads. */
import type { Cable } from "./devices";

export class HidPeer {
  #incomplete = Buffer.alloc(0);

  /** `outputs`: the bytes of each output report without its id; id 0: the device has no report ids. */
  constructor(
    private readonly cable: Cable,
    outputs: Readonly<Record<number, number>>,
    onReport: (report: Uint8Array, id: number) => void,
  ) {
    cable.onBytes = (bytes) => {
      this.#incomplete = Buffer.concat([this.#incomplete, bytes]);
      for (;;) {
        const [id] = this.#incomplete;
        if (id === undefined) return;
        const length = outputs[id];
        if (length === undefined) throw new Error(`an output report with id ${id}, which this device lacks`);
        if (this.#incomplete.length <= length) return;
        onReport(this.#incomplete.subarray(1, length + 1), id);
        this.#incomplete = this.#incomplete.subarray(length + 1);
      }
    };
  }

  /** Sends an input report; a device with report ids sends the id first. */
  send(...report: number[]): void {
    this.cable.send(Uint8Array.from(report));
  }
}
