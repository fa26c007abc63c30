/**
 * The process of `ws-server.ts`: the same machine and wire on a bare `ws` server, without keys or limits. With a folder as
 * its argument it appends each change to a file of the room and has it on disk before it tells anyone; without one, it
 * stores nothing. It sends its port to the process that has started it.
 */
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import type { WebSocket as Socket } from "ws";
import { parseClientMessage } from "../../party/shared/clientMessages";
import { toRoomMessage } from "../../party/shared/codec";
import { judgeMore } from "../../party/shared/moreActions";
import { newPomodoro, nextDeadline, settle, transition } from "../../party/shared/pomodoro";
import type { Action, Pomodoro } from "../../party/shared/pomodoro";
import { WebSocketServer } from "ws";

const [, , folder] = process.argv;
let files = 0;

class Room {
  readonly sockets = new Set<Socket>();
  /** What is to be stored is stored one after the other, and before the message after it is read. */
  #last: Promise<void> = Promise.resolve();
  #file: FileHandle | undefined;
  #pomodoro = newPomodoro();
  #timer: NodeJS.Timeout | undefined;

  join(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("close", () => this.sockets.delete(socket));
    socket.send(this.#message());
    socket.on("message", (data) => {
      if (folder === undefined) this.#receive(socket, (data as Buffer).toString());
      else
        this.#last = this.#last.then(() => this.#receiveStored(socket, (data as Buffer).toString(), folder));
    });
  }

  #receive(socket: Socket, text: string): void {
    const request = parseClientMessage(text);
    if (!request.ok || request.value.kind !== "change") return;
    const { action, id } = request.value;
    const pomodoro = this.#judge(action);
    this.#answer(socket, pomodoro, id);
  }

  #judge(action: Action): Pomodoro {
    const request = { action, by: { name: null, via: "app" } } as const;
    return transition(this.#pomodoro, request, Date.now(), judgeMore)[0];
  }

  async #receiveStored(socket: Socket, text: string, folder: string): Promise<void> {
    const request = parseClientMessage(text);
    if (!request.ok || request.value.kind !== "change") return;
    const { action, id } = request.value;
    const pomodoro = this.#judge(action);
    this.#file ??= await open(`${folder}/room-${++files}`, "a");
    await this.#file.appendFile(`${JSON.stringify(pomodoro)}\n`);
    await this.#file.datasync();
    this.#answer(socket, pomodoro, id);
  }

  #answer(socket: Socket, pomodoro: Pomodoro, id: string | undefined): void {
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
