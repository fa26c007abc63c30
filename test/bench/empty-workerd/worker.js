// Accepts sockets, and sends one message of a room's size to all of them whenever any of them sends something.
/** @typedef {import("@cloudflare/workers-types").DurableObjectState} State */
/** @typedef {import("@cloudflare/workers-types").DurableObjectNamespace} Namespace */
/** @typedef {import("@cloudflare/workers-types").Request} Request */
/** @typedef {import("@cloudflare/workers-types").WebSocket} Socket */

const MESSAGE = "x".repeat(400);
const { WebSocketPair } = /** @type {{ WebSocketPair: new () => { 0: Socket, 1: Socket } }} */ (
  /** @type {unknown} */ (globalThis)
);

export class Hall {
  /** @param {State} ctx */
  constructor(ctx) {
    this.ctx = ctx;
    this.sockets = new Set(ctx.getWebSockets());
  }
  fetch() {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    this.sockets.add(server);
    server.send(MESSAGE);
    return new Response(null, /** @type {ResponseInit} */ ({ status: 101, webSocket: client }));
  }
  webSocketMessage() {
    for (const socket of this.sockets) socket.send(MESSAGE);
  }
  /** @param {Socket} socket */
  webSocketClose(socket) {
    this.sockets.delete(socket);
  }
}

export default {
  /** @param {Request} request @param {{ HALL: Namespace }} env */
  fetch: (request, { HALL }) => HALL.get(HALL.idFromName("hall")).fetch(request),
};
