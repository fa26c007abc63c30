// Objects with an alarm: a POST sets it, and the alarm writes one value and sends one message to the object's sockets.
/** @typedef {import("@cloudflare/workers-types").DurableObjectState} State */
/** @typedef {import("@cloudflare/workers-types").DurableObjectNamespace} Namespace */
/** @typedef {import("@cloudflare/workers-types").Request} Request */
/** @typedef {import("@cloudflare/workers-types").WebSocket} Socket */

const FILLER = "x".repeat(400);
const { WebSocketPair } = /** @type {{ WebSocketPair: new () => { 0: Socket, 1: Socket } }} */ (
  /** @type {unknown} */ (globalThis)
);

export class Hall {
  /** @param {State} ctx */
  constructor(ctx) {
    this.ctx = ctx;
  }
  /** @param {Request} request */
  async fetch(request) {
    if (request.method === "POST") {
      const at = Number(await request.text());
      await Promise.all([this.ctx.storage.put("room", FILLER), this.ctx.storage.setAlarm(at)]);
      await this.ctx.storage.sync();
      return new Response(String(at));
    }
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    server.send("{}");
    return new Response(null, /** @type {ResponseInit} */ ({ status: 101, webSocket: client }));
  }
  async alarm() {
    await this.#save("ring");
  }
  async webSocketMessage() {
    await this.#save("answer");
  }
  /** @param {string} type */
  async #save(type) {
    void this.ctx.storage.put("room", FILLER + Date.now());
    await this.ctx.storage.sync();
    for (const socket of this.ctx.getWebSockets()) socket.send(JSON.stringify({ type, FILLER }));
  }
}

export default {
  /** @param {Request} request @param {{ HALLS: Namespace }} env */
  fetch: (request, { HALLS }) => HALLS.get(HALLS.idFromName(new URL(request.url).pathname)).fetch(request),
};
