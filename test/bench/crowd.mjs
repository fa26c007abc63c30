// Many clients as cheap as they come: sockets that count what they hear, so that what is measured is the server.
import { createRequire } from "node:module";

const { WebSocket } = /** @type {typeof import("ws")} */ (createRequire(import.meta.url)("ws"));
/** So many connections are opened at the same time: more would only wait in the kernel's queue. */
const AT_ONCE = 50;

/** @typedef {InstanceType<typeof WebSocket>} Socket */

export class Crowd {
  /** @type {Socket[]} */
  sockets = [];
  /** All messages that all of them have heard. */
  heard = 0;
  /** Connections that the server has ended, or that failed. */
  lost = 0;
  /** @type {{ at: number, done: () => void } | null} */
  #waiting = null;

  /**
   * `wish.deflate`: offer to compress, as browsers do; `wish.join`: what each says when it is in.
   * @param {string[]} urls one a client @param {{ deflate?: boolean, join?: object }} [wish]
   */
  async enter(urls, { deflate = false, join } = {}) {
    const queue = urls.values();
    const line = async () => {
      for (const url of queue) await this.#one(url, deflate, join);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, line));
  }

  /** Resolves when `count` messages more than at the time of the call have been heard. @param {number} count */
  hear(count) {
    /** @type {Promise<void>} */
    const all = new Promise((done) => {
      this.#waiting = { at: this.heard + count, done };
    });
    return all;
  }

  /** Ends all of them, at once; resolves when they have ended. */
  async leave() {
    const open = this.sockets.filter((socket) => socket.readyState !== WebSocket.CLOSED);
    this.sockets = [];
    const ended = open.map((socket) => new Promise((done) => socket.once("close", done)));
    this.lost -= open.length; // these have not been lost
    for (const socket of open) socket.terminate();
    await Promise.all(ended);
  }

  /** One more client; resolves with the room's first message. @param {string} url @param {boolean} deflate @param {object} [join] */
  #one(url, deflate, join) {
    return new Promise((done, fail) => {
      const socket = new WebSocket(url, { perMessageDeflate: deflate });
      socket.on("message", () => this.#count());
      socket.once("message", () => {
        this.sockets.push(socket);
        if (join !== undefined) socket.send(JSON.stringify(join));
        done(socket);
      });
      socket.on("error", fail);
      socket.on("close", () => {
        this.lost++;
      });
    });
  }

  #count() {
    this.heard++;
    if (this.#waiting === null || this.heard < this.#waiting.at) return;
    const { done } = this.#waiting;
    this.#waiting = null;
    done();
  }
}
