/** One simulated device in a room: it reconnects whenever it can, acts on request, and records all that it receives. */
import type { WebSocket as Socket } from "ws";
import type { ChangeMessage, ClientMessage } from "../../party/shared/clientMessages";
import { parseServerMessage } from "../../party/shared/serverMessages";
import type { RoomMessage, ServerMessage } from "../../party/shared/serverMessages";
import { makeServerClock } from "../../src/room/clock";
import type { ServerClock } from "../../src/room/clock";
import { WebSocket } from "../harness/ws";
import type { Entry } from "./log";

/** Between two attempts to connect, in ms. */
const RECONNECT_MS = 40;
const PING_MS = 700;

export interface LoggingClientOptions {
  readonly url: string;
  readonly key: string | null;
  readonly name: string;
  /** The number of the server's current run. */
  currentRun(): number;
  newSession(): number;
  write(entry: Entry): void;
}
/** What a person of this name works on, as long as they are connected. */
const doingOf = (name: string): string => `the part of ${name}`;
/** An entry without the fields that every entry has. */
type EntryFields = Entry extends infer E ? (E extends Entry ? Omit<E, "at" | "session"> : never) : never;

/** Connects at once, and again after each loss of the connection, until `stop`. */
export class LoggingClient {
  /** The last room that this connection has received; null where there is none. */
  last: RoomMessage | null = null;
  onAnswer: (() => void) | null = null;
  #socket: Socket | null = null;
  #session = 0;
  #isJoined = false;
  #reconnectTimer: NodeJS.Timeout | undefined;
  #pingTimer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #requests = 0;
  /** By how much this device's clock is wrong, in ms. */
  #skewMs = 0;
  #clock = this.#newClock();
  #longestRttMs = 0;
  readonly #pongs = new Map<number, () => void>();

  constructor(readonly options: LoggingClientOptions) {
    this.#connect();
    this.#pingTimer = setInterval(() => this.ping(), PING_MS);
  }

  /** Whether it is connected and joined, and has received the room. */
  get isReady(): boolean {
    return this.#isJoined && this.last !== null && this.#socket?.readyState === WebSocket.OPEN;
  }
  /** Its socket's state, and what it has received there. */
  get status(): string {
    const state = ["connecting", "open", "closing", "closed"][this.#socket?.readyState ?? 3];
    return `${state}${this.#isJoined ? "+joined" : ""}${this.last === null ? "" : `+rev ${this.last.rev}`}`;
  }
  /** The rev that it knows, and its estimate of the server's clock. */
  get known(): { readonly rev: number; readonly now: number } {
    return { rev: this.last?.rev ?? 0, now: Math.round(this.#clock.now()) };
  }

  request(message: ChangeMessage): void {
    const { name, currentRun } = this.options;
    const id = `${name}-${++this.#requests}`;
    this.#record({ kind: "sent", id, message, by: name, run: currentRun() });
    this.#send({ ...message, id });
  }

  /** Resolves with the pong; never, where the connection ends before. */
  ping(): Promise<void> {
    if (!this.isReady) return Promise.resolve();
    if (this.#clock.isDue()) this.#longestRttMs = 0;
    const t0 = performance.now();
    this.#record({ kind: "pinged", t0 });
    this.#send({ action: "ping", t0 });
    return new Promise((done) => this.#pongs.set(t0, done));
  }

  /** Moves the device's clock. */
  moveClock(ms: number): void {
    this.#skewMs += ms;
  }

  /** Ends the connection without a closing handshake, and reconnects after `awayMs`. */
  drop(awayMs: number): void {
    this.#socket?.terminate();
    this.#onDisconnected(awayMs);
  }
  /** Ends the connection with a closing handshake, and reconnects after `awayMs`. */
  leave(awayMs: number): void {
    this.#socket?.close();
    this.#onDisconnected(awayMs);
  }
  stop(): void {
    this.#isStopped = true;
    clearInterval(this.#pingTimer);
    this.leave(0);
  }

  #newClock(): ServerClock {
    return makeServerClock({ monotonic: () => performance.now(), wall: () => Date.now() + this.#skewMs });
  }

  #connect(): void {
    if (this.#isStopped) return;
    this.#session = this.options.newSession();
    this.#record({ kind: "connecting" });
    const socket = new WebSocket(this.options.url, { perMessageDeflate: false });
    this.#socket = socket;
    socket.on("open", () => this.#socket === socket && this.#join());
    socket.on("message", (data) => this.#socket === socket && this.#receive((data as Buffer).toString()));
    socket.on("error", () => {}); // "close" follows
    socket.on("close", () => this.#socket === socket && this.#onDisconnected(RECONNECT_MS));
  }

  #onDisconnected(awayMs: number): void {
    this.#socket = null;
    this.#isJoined = false;
    this.last = null;
    clearTimeout(this.#reconnectTimer);
    if (!this.#isStopped) this.#reconnectTimer = setTimeout(() => this.#connect(), awayMs);
  }

  #join(): void {
    const { key, name } = this.options;
    this.#send({ action: "join", name, doing: doingOf(name), ...(key === null ? {} : { key }) });
  }

  #receive(text: string): void {
    const message = parseServerMessage(text);
    if (message === null) throw new Error(`not a message of the protocol: ${text}`);
    this.#handle(message);
  }

  #handle(message: ServerMessage): void {
    switch (message.type) {
      case "room":
        this.last = message;
        this.#clock.observe(message.now);
        this.#record({ kind: "received", message });
        if (message.id !== undefined) this.onAnswer?.();
        return;
      case "error":
        if (message.id === undefined) throw new Error(`refused without an id: ${JSON.stringify(message)}`);
        return this.#record({ kind: "refused", id: message.id, code: message.code });
      case "pong":
        if (message.t0 === undefined || message.now === undefined)
          throw new Error(`a pong that nobody asked for: ${JSON.stringify(message)}`);
        return this.#handlePong(message.t0, message.now);
      case "you":
        this.#isJoined = true;
        return;
      case "people":
        for (const { name, doing } of message.people)
          if (name !== null && doing !== doingOf(name))
            throw new Error(`${name} works on something else: ${JSON.stringify(doing)}`);
    }
  }

  #handlePong(t0: number, now: number): void {
    this.#record({ kind: "ponged", t0, now });
    this.#clock.sample(t0, now);
    this.#longestRttMs = Math.max(this.#longestRttMs, performance.now() - t0);
    const errorMs = Math.abs(this.#clock.now() - Date.now());
    this.#record({ kind: "estimated", errorMs, rttMs: this.#longestRttMs });
    this.#pongs.get(t0)?.();
    this.#pongs.delete(t0);
  }

  #record(fields: EntryFields): void {
    this.options.write({ ...fields, at: Date.now(), session: this.#session } as Entry);
  }
  #send(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }
}
