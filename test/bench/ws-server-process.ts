/**
 * The process of `ws-server.ts`: the same machine and wire on a bare `ws` server, without keys, storage or limits. It
 * sends its port to the process that has started it.
 */
import type { AddressInfo } from "node:net";
import type { WebSocket as Socket } from "ws";
import { parseClientMessage } from "../../party/shared/clientMessages";
import { toRoomMessage } from "../../party/shared/codec";
import { judgeMore } from "../../party/shared/moreActions";
import { newPomodoro, nextDeadline, settle, transition } from "../../party/shared/pomodoro";
import type { Pomodoro } from "../../party/shared/pomodoro";
import { WebSocketServer } from "ws";

class Room {
  readonly sockets = new Set<Socket>();
  #pomodoro = newPomodoro();
  #timer: NodeJS.Timeout | undefined;

  join(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("close", () => this.sockets.delete(socket));
    socket.send(this.#message());
    socket.on("message", (data) => this.#receive(socket, (data as Buffer).toString()));
  }

  #receive(socket: Socket, text: string): void {
    const request = parseClientMessage(text);
    if (!request.ok || request.value.kind !== "change") return;
    const { action, id } = request.value;
    const [pomodoro] = transition(
      this.#pomodoro,
      { action, by: { name: null, via: "app" } },
      Date.now(),
      judgeMore,
    );
    this.#update(pomodoro, socket);
    socket.send(JSON.stringify({ ...toRoomMessage(pomodoro, Date.now()), id }));
  }

  /** Sends the new state to everyone but `except`. */
  #update(pomodoro: Pomodoro, except: Socket | null): void {
    if (pomodoro === this.#pomodoro) return;
    this.#pomodoro = pomodoro;
    this.#setTimer();
    const text = this.#message();
    for (const socket of this.sockets) if (socket !== except) socket.send(text);
  }

  #setTimer(): void {
    clearTimeout(this.#timer);
    const at = nextDeadline(this.#pomodoro);
    if (at === null) return;
    this.#timer = setTimeout(() => {
      if (Date.now() < at) return this.#setTimer(); // Node's timers may fire one ms early by this clock
      this.#update(settle(this.#pomodoro, Date.now())[0], null);
    }, at - Date.now());
  }

  #message(): string {
    return JSON.stringify(toRoomMessage(this.#pomodoro, Date.now()));
  }
}

const rooms = new Map<string, Room>();
const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
server.on("connection", (socket, { url = "/" }) => {
  const room = rooms.get(url) ?? new Room();
  rooms.set(url, room);
  room.join(socket);
});
server.once("listening", () => process.send?.((server.address() as AddressInfo).port));
