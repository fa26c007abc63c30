/** A network between browser and server that can be broken in every way: TCP, on loopback. */
import { createServer, connect } from "node:net";
import type { AddressInfo, Server as NetServer, Socket } from "node:net";

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  /** Dead: both ends stay open, nothing passes any more. */
  dead: boolean;
}

export class Network {
  readonly #server: NetServer;
  readonly #pairs = new Set<Pair>();
  /** Connections that could not be made while it was cut. */
  refused = 0;
  /** Each way, in ms. */
  #delayMs = 0;
  #stalled: (() => void)[] | null = null;
  #down = false;

  private constructor(readonly target: number) {
    this.#server = createServer((near) => this.#accept(near));
  }

  /** A network that leads to a port of this machine. */
  static async start(target: number): Promise<Network> {
    const network = new Network(target);
    await new Promise<void>((done) => network.#server.listen(0, "127.0.0.1", done));
    return network;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Everything takes this long, each way. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }
  /** Nothing passes, nothing is lost: it all arrives when the network goes on. */
  stall(): void {
    this.#stalled ??= [];
  }
  /** Every connection is reset, none can be made. */
  cut(): void {
    this.#down = true;
    for (const pair of this.#pairs) this.#end(pair);
  }
  /** Every connection that there is goes silent for ever, without a word to either end; new ones work. */
  halfOpen(): void {
    for (const pair of this.#pairs) pair.dead = true;
  }
  /** As good as new. */
  restore(): void {
    this.#down = false;
    this.#delayMs = 0;
    const held = this.#stalled ?? [];
    this.#stalled = null;
    for (const pass of held) pass();
  }

  async close(): Promise<void> {
    for (const pair of this.#pairs) this.#end(pair);
    await new Promise((done) => this.#server.close(done));
  }

  #accept(near: Socket): void {
    if (this.#down) {
      this.refused++;
      near.resetAndDestroy();
      return;
    }
    const far = connect(this.target, "127.0.0.1");
    const pair: Pair = { near, far, dead: false };
    this.#pairs.add(pair);
    this.#carry(pair, near, far);
    this.#carry(pair, far, near);
  }

  #carry(pair: Pair, from: Socket, to: Socket): void {
    from.setNoDelay(true);
    from.on("data", (bytes: Buffer) => this.#pass(pair, () => to.write(bytes)));
    from.on("end", () => this.#pass(pair, () => to.end()));
    from.on("error", () => this.#end(pair));
    from.on("close", () => {
      if (!pair.dead) this.#pass(pair, () => this.#end(pair));
      else this.#pairs.delete(pair);
    });
  }

  #pass(pair: Pair, act: () => void): void {
    const now = (): void => {
      if (!pair.dead && !pair.near.destroyed && !pair.far.destroyed) act();
    };
    if (this.#stalled !== null) this.#stalled.push(now);
    else if (this.#delayMs > 0) setTimeout(now, this.#delayMs);
    else now();
  }

  #end(pair: Pair): void {
    this.#pairs.delete(pair);
    pair.near.resetAndDestroy();
    pair.far.resetAndDestroy();
  }
}
