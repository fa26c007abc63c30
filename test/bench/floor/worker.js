// Accepts sockets, and says one message of a room's size to all of them whenever anyone says anything.
// @ts-nocheck: it runs in workerd, of whose globals the tests' types know nothing
const MESSAGE = "x".repeat(400);

export class Hall {
  constructor(ctx) {
    this.ctx = ctx;
    this.sockets = new Set(ctx.getWebSockets());
  }
  fetch() {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    this.sockets.add(server);
    server.send(MESSAGE);
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage() {
    for (const socket of this.sockets) socket.send(MESSAGE);
  }
  webSocketClose(socket) {
    this.sockets.delete(socket);
  }
}

export default {
  fetch: (request, { HALL }) => HALL.get(HALL.idFromName("hall")).fetch(request),
};
