import type { BoardError, ByteLink } from "../../../src/board/board";

/** A byte link whose other end is the test. */
export class FakeBytes implements ByteLink {
  /** Lines as the host wrote them, without `\n`. */
  readonly lines: string[] = [];
  lowered = 0;
  closed = false;
  deliver: (chunk: Uint8Array) => void = () => {};
  lose: (error: BoardError) => void = () => {};

  start(onBytes: (chunk: Uint8Array) => void, onLost: (error: BoardError) => void): void {
    this.deliver = onBytes;
    this.lose = onLost;
  }
  async write(bytes: Uint8Array): Promise<void> {
    const text = new TextDecoder().decode(bytes);
    if (!text.endsWith("\n")) throw new Error("half a line");
    this.lines.push(...text.slice(0, -1).split("\n"));
  }
  async lowerSignals(): Promise<void> {
    this.lowered++;
  }
  async close(): Promise<void> {
    this.closed = true;
  }

  /** The board says something. */
  say(...lines: (string | object)[]): void {
    for (const line of lines) {
      const text = typeof line === "string" ? line : JSON.stringify(line);
      this.deliver(new TextEncoder().encode(text + "\n"));
    }
  }
  /** Takes the lines written since the last time. */
  take(): string[] {
    return this.lines.splice(0);
  }
}
