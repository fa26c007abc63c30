/** One device in a room: connects again whenever it can, does what it is told to, and writes down all that it hears. */
import type { WebSocket as Socket } from "ws";
import { parseServerMessage } from "../../party/shared/serverMessages";
import type { ChangeMessage, ClientMessage } from "../../party/shared/clientMessages";
import type { RoomMessage, ServerMessage } from "../../party/shared/serverMessages";
import { ServerClock } from "../../src/room/clock";
import { WebSocket } from "../harness/ws";
import type { Entry } from "./log";

/** Between one try to connect and the next, in ms. */
const AGAIN_MS = 40;
const PING_MS = 700;

/** What a player needs to know of its room and of the server. */
export interface Seat {
  readonly url: string;
  readonly key: string | null;
  readonly name: string;
  /** The number of the server's run. */
  run(): number;
  newSession(): number;
  write(entry: Entry): void;
}
/** An entry without what every entry has. */
type Note = Entry extends infer E ? (E extends Entry ? Omit<E, "at" | "session"> : never) : never;

export class Player {
  /** The last word of this connection; null where there is none. */
  last: RoomMessage | null = null;
  onAnswer: (() => void) | null = null;
  #socket: Socket | null = null;
  #session = 0;
  #joined = false;
  #timer: NodeJS.Timeout | undefined;
  #pinging: NodeJS.Timeout | undefined;
  #stopped = false;
  #serial = 0;
  #skewMs = 0;
  #clock = this.#newClock();
  #longestMs = 0;
  readonly #pongs = new Map<number, () => void>();

  constructor(readonly seat: Seat) {
    this.#connect();
    this.#pinging = setInterval(() => this.ping(), PING_MS);
  }

  /** Connected, joined, and told of the room. */
  get here(): boolean {
    return this.#joined && this.last !== null && this.#socket?.readyState === WebSocket.OPEN;
  }
  /** What it aims by. */
  get aim(): { readonly rev: number; readonly now: number } {
    return { rev: this.last?.rev ?? 0, now: Math.round(this.#clock.now()) };
  }

  act(message: ChangeMessage): void {
    const id = `${this.seat.name}-${++this.#serial}`;
    this.#note({ kind: "sent", id, message, by: this.seat.name, run: this.seat.run() });
    this.#send({ ...message, id });
  }

  /** Resolves when the pong is back; never, where the connection ends before. */
  ping(): Promise<void> {
    if (!this.here) return Promise.resolve();
    if (this.#clock.jumped()) this.#longestMs = 0;
    const t0 = performance.now();
    this.#note({ kind: "asked", t0 });
    this.#send({ action: "ping", t0 });
    return new Promise((done) => this.#pongs.set(t0, done));
  }

  /** The device's clock is set to another time. */
  jump(ms: number): void {
    this.#skewMs += ms;
  }

  /** Gone without a goodbye, or with one; back after so many ms. */
  drop(awayMs: number): void {
    this.#socket?.terminate();
    this.#lost(awayMs);
  }
  leave(awayMs: number): void {
    this.#socket?.close();
    this.#lost(awayMs);
  }
  stop(): void {
    this.#stopped = true;
    clearInterval(this.#pinging);
    this.leave(0);
  }

  #newClock(): ServerClock {
    return new ServerClock({ monotonic: () => performance.now(), wall: () => Date.now() + this.#skewMs });
  }

  #connect(): void {
    if (this.#stopped) return;
    this.#session = this.seat.newSession();
    this.#note({ kind: "opening" });
    const socket = new WebSocket(this.seat.url, { perMessageDeflate: false });
    this.#socket = socket;
    socket.on("open", () => this.#socket === socket && this.#join());
    socket.on("message", (data) => this.#socket === socket && this.#hear((data as Buffer).toString()));
    socket.on("error", () => {}); // its close comes next
    socket.on("close", () => this.#socket === socket && this.#lost(AGAIN_MS));
  }

  #lost(awayMs: number): void {
    this.#socket = null;
    this.#joined = false;
    this.last = null;
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(() => this.#connect(), awayMs);
  }

  #join(): void {
    const { key, name } = this.seat;
    this.#send({ action: "join", name, ...(key === null ? {} : { key }) });
  }

  #hear(text: string): void {
    const message = parseServerMessage(text);
    if (message === null) throw new Error(`not a message of the protocol: ${text}`);
    this.#take(message);
  }

  #take(message: ServerMessage): void {
    switch (message.type) {
      case "room":
        this.last = message;
        this.#clock.hear(message.now);
        this.#note({ kind: "heard", message });
        if (message.id !== undefined) this.onAnswer?.();
        return;
      case "error":
        if (message.id === undefined) throw new Error(`refused without an id: ${JSON.stringify(message)}`);
        return this.#note({ kind: "refused", id: message.id, code: message.code });
      case "pong":
        return this.#pong(message.t0, message.now);
      case "you":
        this.#joined = true;
        return;
      case "people":
    }
  }

  #pong(t0: number, now: number): void {
    this.#note({ kind: "ponged", t0, now });
    this.#clock.sample(t0, now);
    this.#longestMs = Math.max(this.#longestMs, performance.now() - t0);
    const errorMs = Math.abs(this.#clock.now() - Date.now());
    this.#note({ kind: "estimated", errorMs, rttMs: this.#longestMs });
    this.#pongs.get(t0)?.();
    this.#pongs.delete(t0);
  }

  #note(note: Note): void {
    this.seat.write({ ...note, at: Date.now(), session: this.#session } as Entry);
  }
  #send(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }
}
