/** A plain WebSocket to a room, as a script opens it, that keeps everything it receives. */
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
import { Inbox } from "./inbox";
import { within } from "./wait";
import { WebSocket } from "./ws";

export const isRoom = (message: ServerMessage): message is RoomMessage => message.type === "room";
export const isError = (message: ServerMessage): message is ErrorMessage => message.type === "error";
export const isPong = (message: ServerMessage): message is PongMessage => message.type === "pong";
export const isYou = (message: ServerMessage): message is YouMessage => message.type === "you";
export const isPeople = (message: ServerMessage): message is PeopleMessage => message.type === "people";
/** Accepts a room message with this state. */
export const inState =
  (state: RoomMessage["state"]) =>
  (message: ServerMessage): message is RoomMessage =>
    isRoom(message) && message.state === state;

/** The server has answered the handshake with an HTTP status. */
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

/** One connection to a room. */
export class Client {
  /** How and why the connection ended. */
  readonly closed: Promise<CloseInfo>;
  readonly #inbox = new Inbox();
  #ids = 0;

  private constructor(readonly socket: Socket) {
    socket.on("message", (data, isBinary) =>
      this.#receive(isBinary ? "(binary)" : (data as Buffer).toString()),
    );
    this.closed = new Promise((done) => {
      socket.on("close", (code, reason) => {
        this.#inbox.close(`the connection is closed: ${code} ${reason.toString()}`);
        done({ code, reason: reason.toString() });
      });
    });
  }

  /** Rejects with `ConnectionRefused` where the server answers with an HTTP status instead. */
  static open(url: string, { origin, headers = {}, deflate = false }: ConnectOptions = {}): Promise<Client> {
    return new Promise((done, fail) => {
      const socket = new WebSocket(url, {
        perMessageDeflate: deflate,
        headers,
        ...(origin === undefined ? {} : { origin }),
      });
      const client = new Client(socket); // before "open", because the first message may arrive with it
      socket.once("open", () => {
        socket.on("error", (error) => client.#inbox.fail(error.message));
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

  /** All messages, in the order in which they were received. */
  get received(): ServerMessage[] {
    return this.#inbox.received;
  }
  /** When each message was received, epoch ms. */
  get receivedAt(): number[] {
    return this.#inbox.receivedAt;
  }
  /** See `Inbox.next`. */
  readonly next: Inbox["next"] = this.#inbox.next.bind(this.#inbox);
  /** See `Inbox.first`. */
  readonly first: Inbox["first"] = this.#inbox.first.bind(this.#inbox);

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }
  /** Sends text or bytes as they are. */
  sendRaw(data: string | Uint8Array): void {
    this.socket.send(data);
  }
  /** Sends an action that changes the room, with an `id`, and resolves with the answer that carries it. */
  request(action: object): Promise<RoomMessage | ErrorMessage> {
    const id = `request-${++this.#ids}`;
    this.send({ ...action, id });
    return this.first((m): m is RoomMessage | ErrorMessage => (isRoom(m) || isError(m)) && m.id === id);
  }
  /** As `request`, but rejects where the server refuses. */
  async change(action: object): Promise<RoomMessage> {
    const answer = await this.request(action);
    if (answer.type === "error") throw new Error(`${JSON.stringify(action)} → ${JSON.stringify(answer)}`);
    return answer;
  }
  /** No other request may be pending, because the answer has no id. */
  join(
    fields: { readonly key?: string; readonly name?: string; readonly client?: string } = {},
  ): Promise<YouMessage | ErrorMessage> {
    return this.#requestYou({ action: "join", ...fields });
  }
  /** No other request may be pending, because the answer has no id. */
  setBoard(board: Board | null): Promise<YouMessage | ErrorMessage> {
    return this.#requestYou({ action: "board", board });
  }
  /**
   * Sends a ping and resolves with its pong. Everything that the server has sent to this connection before is received
   * by then, changes that another client has an answer to included.
   */
  async sync(): Promise<PongMessage> {
    const t0 = performance.now() + ++this.#ids;
    this.send({ action: "ping", t0 });
    return this.first((m): m is PongMessage => isPong(m) && m.t0 === t0);
  }

  /** Resolves when the connection is closed. */
  close(): Promise<CloseInfo> {
    this.socket.close();
    return within(5000, "the closing handshake", this.closed);
  }
  /** Ends the connection without a closing handshake. */
  terminate(): void {
    this.socket.terminate();
  }

  #requestYou(message: object): Promise<YouMessage | ErrorMessage> {
    this.send(message);
    return this.#inbox.waitFor((m): m is YouMessage | ErrorMessage => isYou(m) || isError(m));
  }

  #receive(text: string): void {
    // Checked against the protocol, but kept as received, so that tests see unknown fields too.
    if (parseServerMessage(text) === null) return this.#inbox.fail(`not a message of the protocol: ${text}`);
    this.#inbox.add(JSON.parse(text) as ServerMessage);
  }
}

/** Connects without waiting for a message. */
export const connect = (url: string, options?: ConnectOptions): Promise<Client> => Client.open(url, options);

/** Connects and waits for the room, the first message. */
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

/** A new private room. Id and key are made as the specification says, without the code under test. */
export function newPrivateRoom(): { readonly id: string; readonly key: string } {
  const key = randomBytes(16).toString("base64url");
  return { key, id: createHash("sha256").update(key, "ascii").digest("base64url").slice(0, 22) };
}

/** The id of a new open room. */
export const newOpenRoom = (): string => `kitchen-${randomBytes(5).toString("hex")}`;
