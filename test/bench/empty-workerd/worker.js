// Accepts sockets, and sends one message of a room's size to all of them whenever any of them sends something. A path
// that begins with /put or /alarm says what is stored before: a value of a room's size; and the time of an alarm.
/** @typedef {import("@cloudflare/workers-types").DurableObjectState} State */
/** @typedef {import("@cloudflare/workers-types").DurableObjectNamespace} Namespace */
/** @typedef {import("@cloudflare/workers-types").Request} Request */
/** @typedef {import("@cloudflare/workers-types").WebSocket} Socket */

const MESSAGE = "x".repeat(400);
/** A day, in ms. */
const DAY_MS = 86_400_000;
const { WebSocketPair } = /** @type {{ WebSocketPair: new () => { 0: Socket, 1: Socket } }} */ (
  /** @type {unknown} */ (globalThis)
);

export class Hall {
  /** @param {State} ctx */
  constructor(ctx) {
    this.ctx = ctx;
    this.sockets = new Set(ctx.getWebSockets());
    this.stored = "";
    this.changes = 0;
  }
  /** @param {Request} request */
  fetch(request) {
    [, this.stored = ""] = /^\/(put|alarm)\//.exec(new URL(request.url).pathname) ?? [];
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    this.sockets.add(server);
    server.send(MESSAGE);
    return new Response(null, /** @type {ResponseInit} */ ({ status: 101, webSocket: client }));
  }
  async webSocketMessage() {
    if (this.stored !== "") await this.store();
    for (const socket of this.sockets) socket.send(MESSAGE);
  }
  async store() {
    const { storage } = this.ctx;
    const written = [storage.put("room", `${MESSAGE}${++this.changes}`)];
    // Earlier and later by turns, as the alarms of periods and of what follows them.
    const at = Date.now() + (this.changes % 2 === 0 ? 2 : 1) * DAY_MS;
    if (this.stored === "alarm") written.push(storage.setAlarm(at));
    await Promise.all(written);
    await storage.sync();
  }
  alarm() {}
  /** @param {Socket} socket */
  webSocketClose(socket) {
    this.sockets.delete(socket);
  }
}

export default {
  /** @param {Request} request @param {{ HALL: Namespace }} env */
  fetch: (request, { HALL }) => HALL.get(HALL.idFromName(new URL(request.url).pathname)).fetch(request),
};
