/** A TCP proxy between browser and server on loopback that simulates every fault of a network. */
import { createServer, connect } from "node:net";
import type { Server as NetServer, Socket } from "node:net";
import { listenOnLoopback, portOf } from "./loopback";

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  /** Both ends stay open, but nothing is forwarded any more. */
  isSilent: boolean;
}

/** A connection between browser and server whose faults a test controls. */
export class Network {
  readonly #server: NetServer;
  readonly #pairs = new Set<Pair>();
  /** Number of connections that were refused while the network was cut. */
  refused = 0;
  /** Number of connections that began while the network was lost, and will never have an answer. */
  swallowed = 0;
  /** Delay in each direction, in ms. */
  #delayMs = 0;
  #heldBack: (() => void)[] | null = null;
  #isCut = false;
  #isLost = false;

  private constructor(readonly target: number) {
    this.#server = createServer((near) => this.#accept(near));
  }

  /** A network to a port of this machine. */
  static async start(target: number): Promise<Network> {
    const network = new Network(target);
    await listenOnLoopback(network.#server);
    return network;
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.#server)}`;
  }

  /** Delays everything by this long in each direction. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }
  /** Holds everything back until `restore`; nothing is lost. */
  stall(): void {
    this.#heldBack ??= [];
  }
  /** Resets all connections and refuses new ones. */
  cut(): void {
    this.#isCut = true;
    for (const pair of this.#pairs) this.#end(pair);
  }
  /** Makes all present connections silent for ever, without closing them; new ones work. */
  halfOpen(): void {
    for (const pair of this.#pairs) pair.isSilent = true;
  }
  /** The same, and makes new connections silent for ever, too, until `restore`. */
  lose(): void {
    this.#isLost = true;
    this.halfOpen();
  }
  /** Ends all faults but those of silent connections, and forwards what was held back. */
  restore(): void {
    this.#isCut = this.#isLost = false;
    this.#delayMs = 0;
    const heldBack = this.#heldBack ?? [];
    this.#heldBack = null;
    for (const pass of heldBack) pass();
  }

  async close(): Promise<void> {
    for (const pair of this.#pairs) this.#end(pair);
    await new Promise((done) => this.#server.close(done));
  }

  #accept(near: Socket): void {
    if (this.#isCut) {
      this.refused++;
      near.resetAndDestroy();
      return;
    }
    if (this.#isLost) this.swallowed++;
    const far = connect(this.target, "127.0.0.1");
    const pair: Pair = { near, far, isSilent: this.#isLost };
    this.#pairs.add(pair);
    this.#forward(pair, near, far);
    this.#forward(pair, far, near);
  }

  #forward(pair: Pair, from: Socket, to: Socket): void {
    const { near, far } = pair;
    from.setNoDelay(true);
    from.on("data", (bytes: Buffer) => this.#pass(pair, () => to.write(bytes)));
    from.on("end", () => this.#pass(pair, () => to.end()));
    from.on("error", () => this.#end(pair));
    from.on("close", () => {
      if (!pair.isSilent) this.#pass(pair, () => this.#end(pair));
      else if (near.destroyed && far.destroyed) this.#pairs.delete(pair); // else `close` ends the other end
    });
  }

  #pass(pair: Pair, act: () => void): void {
    const now = (): void => {
      if (!pair.isSilent && !pair.near.destroyed && !pair.far.destroyed) act();
    };
    if (this.#heldBack !== null) this.#heldBack.push(now);
    else if (this.#delayMs > 0) setTimeout(now, this.#delayMs);
    else now();
  }

  #end(pair: Pair): void {
    this.#pairs.delete(pair);
    pair.near.resetAndDestroy();
    pair.far.resetAndDestroy();
  }
}
