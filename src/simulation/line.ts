/** A connection between a device and the server: what is sent arrives later, in its order, or never. */
import type { Core } from "./core";
import type { JobContext } from "./jobs";
import type { ServerSocket } from "./serverSocket";

export type Frame =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "close"; readonly code: number; readonly reason: string };

export interface LineEnds {
  /** How long a frame of this line is on its way now, ms. */
  latency(): number;
  onClientFrame(frame: Frame): void;
  /** The connection has broken, as far as the client can know. */
  onClientBroken(): void;
  onServerFrame(frame: Frame): void;
  onServerBroken(): void;
}

const FREE: JobContext = { isDead: false };

export class Line {
  #toClientAt = 0;
  #toServerAt = 0;
  /** Nothing arrives any more, and neither end is told. */
  isCutToClient = false;
  isCutToServer = false;
  #isClientDone = false;
  #isServerDone = false;
  /** The server does not know this connection any more: it says so when something arrives. */
  #isUnknown = false;
  /** Nothing arrives before then. */
  heldUntil = 0;
  /** Called for each frame: for what watches the line. */
  onFrame: ((direction: "up" | "down", frame: Frame, arrivesAt: number) => void) | null = null;

  constructor(
    readonly core: Core,
    readonly number: number,
    readonly socket: ServerSocket,
    readonly ends: LineEnds,
  ) {}

  get isOver(): boolean {
    return this.#isClientDone && this.#isServerDone;
  }
  get isClientDone(): boolean {
    return this.#isClientDone;
  }
  get isServerDone(): boolean {
    return this.#isServerDone;
  }

  toClient(frame: Frame): void {
    if (this.#isServerDone) return;
    this.#toClientAt = Math.max(this.#toClientAt, this.heldUntil, this.core.now + this.ends.latency());
    this.onFrame?.("down", frame, this.#toClientAt);
    this.core.at(this.#toClientAt, FREE, () => {
      if (!this.isCutToClient && !this.#isClientDone) this.ends.onClientFrame(frame);
    });
    if (frame.kind === "close" && this.socket.readyState === 3) this.#isServerDone = true;
  }

  toServer(frame: Frame): void {
    this.#toServerAt = Math.max(this.#toServerAt, this.heldUntil, this.core.now + this.ends.latency());
    this.onFrame?.("up", frame, this.#toServerAt);
    this.core.at(this.#toServerAt, FREE, () => {
      if (this.isCutToServer) return;
      if (this.#isUnknown) return this.#tellBroken();
      if (!this.#isServerDone) this.ends.onServerFrame(frame);
    });
  }

  /** The client has done with it. */
  endClient(): void {
    this.#isClientDone = true;
  }
  endServer(): void {
    this.#isServerDone = true;
  }

  /** The server's end has gone. `isTold`: the client is told; otherwise it finds out when it sends something. */
  loseServer(isTold: boolean): void {
    if (this.#isServerDone && this.#isUnknown) return;
    this.#isServerDone = true;
    this.#isUnknown = true;
    if (isTold) this.#tellBroken();
  }
  /** The client's end has gone; the server is told when it is. */
  loseClient(isTold: boolean): void {
    if (this.#isClientDone) return;
    this.#isClientDone = true;
    if (isTold)
      this.core.after(this.ends.latency(), FREE, () => {
        if (!this.isCutToServer) this.breakServer();
      });
  }
  /** Both ends learn of it. */
  reset(): void {
    const ms = this.ends.latency();
    this.core.after(ms, FREE, () => this.breakServer());
    this.core.after(ms, FREE, () => this.#breakClient());
  }
  /** The server's network gives the connection up. */
  breakServer(): void {
    if (this.#isServerDone) return;
    this.#isServerDone = true;
    this.ends.onServerBroken();
  }
  /** The client's network gives the connection up. */
  breakClient(): void {
    this.#breakClient();
  }

  #tellBroken(): void {
    this.core.after(this.ends.latency(), FREE, () => {
      if (!this.isCutToClient) this.#breakClient();
    });
  }
  #breakClient(): void {
    if (this.#isClientDone) return;
    this.#isClientDone = true;
    this.ends.onClientBroken();
  }
}
