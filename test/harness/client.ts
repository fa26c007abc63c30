/** A plain WebSocket to a room, as any script would open it, with everything that it has heard. */
import { createHash, randomBytes } from "node:crypto";
import type { WebSocket as Socket } from "ws";
import { parseServerMessage } from "../../party/shared/serverMessages";
import type { Role } from "../../party/shared/access";
import type { ErrorMessage } from "../../party/shared/errors";
import type {
  Board,
  PeopleMessage,
  PongMessage,
  RoomMessage,
  ServerMessage,
  YouMessage,
} from "../../party/shared/serverMessages";
import { within } from "./wait";
import { WebSocket } from "./ws";

/** How long a test waits for a message that should be there at once. */
const DEFAULT_TIMEOUT_MS = 5000;

export const isRoom = (message: ServerMessage): message is RoomMessage => message.type === "room";
export const isError = (message: ServerMessage): message is ErrorMessage => message.type === "error";
export const isPong = (message: ServerMessage): message is PongMessage => message.type === "pong";
export const isYou = (message: ServerMessage): message is YouMessage => message.type === "you";
export const isPeople = (message: ServerMessage): message is PeopleMessage => message.type === "people";
/** A room in this state. */
export const inState =
  (state: RoomMessage["state"]) =>
  (message: ServerMessage): message is RoomMessage =>
    isRoom(message) && message.state === state;

/** A connection that was refused before it was made. */
export class ConnectionRefused extends Error {
  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string | string[] | undefined>>,
  ) {
    super(`refused with ${status}`);
  }
}

export interface ConnectOptions {
  readonly origin?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Offers to compress, as browsers do. */
  readonly deflate?: boolean;
}
export interface CloseInfo {
  readonly code: number;
  readonly reason: string;
}
interface Waiter {
  readonly take: (message: ServerMessage) => boolean;
  readonly fail: (why: Error) => void;
}

export class Client {
  /** Everything heard, in order. */
  readonly received: ServerMessage[] = [];
  /** When each was heard, epoch ms. */
  readonly receivedAt: number[] = [];
  /** How and why the connection ended. */
  readonly closed: Promise<CloseInfo>;
  readonly #waiters = new Set<Waiter>();
  /** `next` has read up to here. */
  #cursor = 0;
  #ended: CloseInfo | null = null;
  #ids = 0;

  private constructor(readonly socket: Socket) {
    socket.on("message", (data, isBinary) => this.#hear(isBinary ? "(binary)" : (data as Buffer).toString()));
    this.closed = new Promise((done) => {
      socket.on("close", (code, reason) => {
        this.#ended = { code, reason: reason.toString() };
        this.#failAll(`the connection was closed: ${code} ${reason.toString()}`);
        done(this.#ended);
      });
    });
  }

  /** Rejects with `Refused` where the server answers with an HTTP status instead. */
  static open(url: string, { origin, headers = {}, deflate = false }: ConnectOptions = {}): Promise<Client> {
    return new Promise((done, fail) => {
      const socket = new WebSocket(url, {
        perMessageDeflate: deflate,
        headers,
        ...(origin === undefined ? {} : { origin }),
      });
      const client = new Client(socket); // before "open": the first message may come with it
      socket.once("open", () => {
        socket.on("error", (error) => client.#failAll(error.message));
        done(client);
      });
      socket.once("unexpected-response", (request, response) => {
        fail(new ConnectionRefused(response.statusCode ?? 0, response.headers));
        response.resume();
        request.destroy();
      });
      socket.once("error", fail);
    });
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }
  /** Text or bytes as they are. */
  sendRaw(data: string | Uint8Array): void {
    this.socket.send(data);
  }

  /**
   * The next message, in the order in which they came, that `wanted` accepts; those before it are passed over (and
   * stay in `received`).
   */
  next<M extends ServerMessage>(wanted: (m: ServerMessage) => m is M, timeoutMs?: number): Promise<M>;
  next(wanted?: (m: ServerMessage) => boolean, timeoutMs?: number): Promise<ServerMessage>;
  next(
    wanted: (m: ServerMessage) => boolean = () => true,
    timeoutMs = DEFAULT_TIMEOUT_MS,
  ): Promise<ServerMessage> {
    const from = this.#cursor;
    while (this.#cursor < this.received.length) {
      const message = this.received[this.#cursor++];
      if (message !== undefined && wanted(message)) return Promise.resolve(message);
    }
    const take = (message: ServerMessage): boolean => {
      this.#cursor = this.received.length;
      return wanted(message);
    };
    return this.#waitWith(take, timeoutMs, from);
  }

  /** The first message of this kind that ever came or comes; `next` is not moved by it. */
  first<M extends ServerMessage>(wanted: (m: ServerMessage) => m is M, timeoutMs?: number): Promise<M>;
  first(wanted: (m: ServerMessage) => boolean, timeoutMs?: number): Promise<ServerMessage>;
  first(wanted: (m: ServerMessage) => boolean, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<ServerMessage> {
    const found = this.received.find(wanted);
    return found ? Promise.resolve(found) : this.#waitWith(wanted, timeoutMs, 0);
  }

  /** Sends an action that changes the room, with an `id`, and gives the answer that carries it. */
  request(action: object): Promise<RoomMessage | ErrorMessage> {
    const id = `ask-${++this.#ids}`;
    this.send({ ...action, id });
    return this.first((m): m is RoomMessage | ErrorMessage => (isRoom(m) || isError(m)) && m.id === id);
  }
  /** As `ask`, where a refusal would be a failure. */
  async change(action: object): Promise<RoomMessage> {
    const answer = await this.request(action);
    if (answer.type === "error") throw new Error(`${JSON.stringify(action)} → ${JSON.stringify(answer)}`);
    return answer;
  }
  /** Nothing else may be unanswered: `you` and its refusals carry no id. */
  join(fields: { readonly key?: string; readonly name?: string } = {}): Promise<YouMessage | ErrorMessage> {
    return this.#answerTo({ action: "join", ...fields });
  }
  setBoard(board: Board | null): Promise<YouMessage | ErrorMessage> {
    return this.#answerTo({ action: "board", board });
  }
  /**
   * A barrier: what the server has sent to this connection by now (answers that were awaited, changes that somebody
   * else has an answer to) has been heard when this resolves.
   */
  async sync(): Promise<PongMessage> {
    const t0 = performance.now() + ++this.#ids;
    this.send({ action: "ping", t0 });
    return this.first((m): m is PongMessage => isPong(m) && m.t0 === t0);
  }

  /** Resolves when it is closed; at once where it is already. */
  close(): Promise<CloseInfo> {
    this.socket.close();
    return within(5000, "the closing handshake", this.closed);
  }
  /** Gone without a goodbye. */
  terminate(): void {
    this.socket.terminate();
  }

  #answerTo(message: object): Promise<YouMessage | ErrorMessage> {
    const from = this.received.length;
    this.send(message);
    const wanted = (m: ServerMessage): m is YouMessage | ErrorMessage => isYou(m) || isError(m);
    return this.#waitWith(wanted, DEFAULT_TIMEOUT_MS, from);
  }

  #waitWith<M extends ServerMessage>(
    wanted: (m: ServerMessage) => m is M,
    timeoutMs: number,
    from: number,
  ): Promise<M>;
  #waitWith(wanted: (m: ServerMessage) => boolean, timeoutMs: number, from: number): Promise<ServerMessage>;
  #waitWith(wanted: (m: ServerMessage) => boolean, timeoutMs: number, from: number): Promise<ServerMessage> {
    return new Promise((done, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiters.delete(waiter);
      };
      const waiter: Waiter = {
        take: (message) => {
          if (!wanted(message)) return false;
          end();
          done(message);
          return true;
        },
        fail: (why) => {
          end();
          reject(why);
        },
      };
      const why = (what: string): Error => {
        const heard = this.received.slice(from).map((m) => `\n  ${JSON.stringify(m)}`);
        return new Error(`${what}; heard while waiting:${heard.join("") || " nothing"}`);
      };
      const timer = setTimeout(() => waiter.fail(why(`no such message within ${timeoutMs} ms`)), timeoutMs);
      if (this.#ended)
        waiter.fail(why(`the connection is closed: ${this.#ended.code} ${this.#ended.reason}`));
      else this.#waiters.add(waiter);
    });
  }

  #hear(text: string): void {
    // Checked against the protocol, and then kept as it came: what is there beyond it is for the tests to see.
    if (parseServerMessage(text) === null) return this.#failAll(`not a message of the protocol: ${text}`);
    const message = JSON.parse(text) as ServerMessage;
    this.received.push(message);
    this.receivedAt.push(Date.now());
    for (const waiter of this.#waiters) waiter.take(message);
  }

  #failAll(why: string): void {
    for (const waiter of this.#waiters) waiter.fail(new Error(why));
  }
}

export const connect = (url: string, options?: ConnectOptions): Promise<Client> => Client.open(url, options);

/** Connects and waits for the first message, which is the room. */
export async function enter(
  url: string,
  options?: ConnectOptions,
): Promise<{ client: Client; room: RoomMessage }> {
  const client = await connect(url, options);
  return { client, room: await client.next(isRoom) };
}

/** Connects, waits for the room and joins with the key. */
export async function enterWithKey(url: string, key: string, name?: string): Promise<Client> {
  const { client } = await enter(url);
  const you = await client.join({ key, ...(name === undefined ? {} : { name }) });
  const role: Role = "control";
  if (you.type !== "you" || you.role !== role) throw new Error(`the key was refused: ${JSON.stringify(you)}`);
  return client;
}

/** A private room that nobody has been in, by the words of the specification and not by the code under test. */
export function newPrivateRoom(): { readonly id: string; readonly key: string } {
  const key = randomBytes(16).toString("base64url");
  return { key, id: createHash("sha256").update(key, "ascii").digest("base64url").slice(0, 22) };
}

/** An open room that nobody has been in. */
export const newOpenRoom = (): string => `kitchen-${randomBytes(5).toString("hex")}`;
