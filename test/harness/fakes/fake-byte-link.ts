import type { BoardError, ByteLink } from "../../../src/board/board";

/** A byte link without a device: the test reads what the host writes and sends what the board would send. */
export class FakeByteLink implements ByteLink {
  /** Lines as the host wrote them, without `\n`. */
  readonly written: string[] = [];
  /** Each change of DTR and RTS after the opening, which sets them high. */
  readonly signals: ("high" | "low")[] = [];
  isClosed = false;
  /** Delivers bytes from the board to the host. */
  deliver: (chunk: Uint8Array) => void = () => {};
  /** Reports to the host that the device is gone. */
  lose: (error: BoardError) => void = () => {};

  start(onBytes: (chunk: Uint8Array) => void, onLost: (error: BoardError) => void): void {
    this.deliver = onBytes;
    this.lose = onLost;
  }
  async write(bytes: Uint8Array): Promise<void> {
    const text = new TextDecoder().decode(bytes);
    if (!text.endsWith("\n")) throw new Error("the host wrote an incomplete line");
    this.written.push(...text.slice(0, -1).split("\n"));
  }
  async setSignals(areHigh: boolean): Promise<void> {
    this.signals.push(areHigh ? "high" : "low");
  }
  async close(): Promise<void> {
    this.isClosed = true;
  }

  /** Sends whole lines from the board. */
  send(...lines: (string | object)[]): void {
    for (const line of lines) {
      const text = typeof line === "string" ? line : JSON.stringify(line);
      this.deliver(new TextEncoder().encode(text + "\n"));
    }
  }
  /** Returns and removes the lines written since the last call. */
  takeWritten(): string[] {
    return this.written.splice(0);
  }
}
