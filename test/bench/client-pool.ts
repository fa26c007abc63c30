/** Many clients that only count the messages they receive, so that the clients' own work does not blur the server's figures. */
import type { WebSocket as Socket } from "ws";
import { WebSocket } from "../harness/ws";

/** Connections that are opened at the same time: more would only wait in the kernel's queue. */
const CONCURRENCY = 50;

export interface ConnectOptions {
  /** Offers to compress, as browsers do. */
  readonly deflate?: boolean;
  /** The message that each client sends when it is connected. */
  readonly join?: object;
}

/** Clients that are connected, counted and disconnected together. */
export class ClientPool {
  sockets: Socket[] = [];
  /** Messages that all clients together have received. */
  received = 0;
  /** Connections that the server has ended, or that failed. */
  lost = 0;
  #waiting: { readonly until: number; readonly done: () => void } | null = null;

  /** Connects one client to each address, and resolves when all have received their first message. */
  async connect(urls: readonly string[], options: ConnectOptions = {}): Promise<void> {
    const queue = urls.values();
    const connectInTurn = async (): Promise<void> => {
      for (const url of queue) await this.#connectOne(url, options);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, connectInTurn));
  }

  /** Resolves when `count` messages more than at the time of the call have been received. */
  receive(count: number): Promise<void> {
    return new Promise((done) => {
      this.#waiting = { until: this.received + count, done };
    });
  }

  /** Ends all connections at once, and resolves when they have ended. */
  async disconnect(): Promise<void> {
    const open = this.sockets.filter((socket) => socket.readyState !== WebSocket.CLOSED);
    this.sockets = [];
    const ended = open.map((socket) => new Promise((done) => socket.once("close", done)));
    this.lost -= open.length; // the close listeners count these, but they are not lost
    for (const socket of open) socket.terminate();
    await Promise.all(ended);
  }

  #connectOne(url: string, { deflate = false, join }: ConnectOptions): Promise<void> {
    return new Promise((done, fail) => {
      const socket = new WebSocket(url, { perMessageDeflate: deflate });
      socket.on("message", () => this.#count());
      socket.once("message", () => {
        this.sockets.push(socket);
        if (join !== undefined) socket.send(JSON.stringify(join));
        done();
      });
      socket.on("error", fail);
      socket.on("close", () => this.lost++);
    });
  }

  #count(): void {
    this.received++;
    if (this.#waiting === null || this.received < this.#waiting.until) return;
    const { done } = this.#waiting;
    this.#waiting = null;
    done();
  }
}
