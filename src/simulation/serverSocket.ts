/** The server's end of a WebSocket, as workerd gives it to an object that may hibernate. */
import type { Line } from "./line";

const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;
/** The longest attachment, in bytes. */
const MAX_ATTACHMENT = 2048;

/** A socket of an object. It outlives the object's sleep; the JavaScript object on it does not. */
export class ServerSocket {
  readyState = OPEN;
  attachment: string | null = null;
  /** When the runtime answered a heartbeat last, epoch ms; null: never. */
  answeredAt: number | null = null;
  line: Line | null = null;
  /** What was said before the line was there. */
  #early: (() => void)[] | null = [];

  constructor(
    readonly number: number,
    /** Lets out what the object says: when everything that it has written is durable. */
    readonly letOut: (run: () => void) => void,
    /** Gets each message at the moment at which it is let out. */
    readonly onSent: (socket: ServerSocket, text: string) => void,
  ) {}

  attach(line: Line): void {
    this.line = line;
    const early = this.#early ?? [];
    this.#early = null;
    for (const say of early) say();
  }

  send(text: string): void {
    if (this.readyState !== OPEN) throw new TypeError("Can't call WebSocket send() after close().");
    this.#say(() => {
      this.onSent(this, text);
      this.line?.toClient({ kind: "text", text });
    });
  }
  /** Sent by the runtime itself. */
  sendAtOnce(text: string): void {
    this.line?.toClient({ kind: "text", text });
  }
  close(code = 1005, reason = ""): void {
    if (this.readyState === CLOSED || this.isClosedByServer) return;
    this.isClosedByServer = true;
    const wasClosing = this.readyState === CLOSING;
    this.readyState = wasClosing ? CLOSED : CLOSING;
    this.#say(() => this.line?.toClient({ kind: "close", code, reason }));
  }
  isClosedByServer = false;

  /** The client has closed it, or has answered the close of the server. */
  noteClosed(): void {
    this.readyState = this.isClosedByServer ? CLOSED : CLOSING;
  }
  /** The line is dead. */
  noteBroken(): void {
    this.readyState = CLOSED;
  }

  #say(say: () => void): void {
    this.letOut(() => {
      if (this.#early !== null) this.#early.push(say);
      else say();
    });
  }
}

/** The JavaScript object on a socket: a new one in each instance of the object. */
export class SocketHandle {
  static readonly OPEN = OPEN;
  static readonly READY_STATE_OPEN = OPEN;
  constructor(readonly socket_: ServerSocket) {}
  get readyState(): number {
    return this.socket_.readyState;
  }
  send(text: string): void {
    this.socket_.send(text);
  }
  close(code?: number, reason?: string): void {
    this.socket_.close(code, reason);
  }
  serializeAttachment(value: unknown): void {
    const text = JSON.stringify(value);
    if (text.length > MAX_ATTACHMENT) throw new RangeError("an attachment has at most 2048 bytes");
    this.socket_.attachment = text;
  }
  deserializeAttachment(): unknown {
    const { attachment } = this.socket_;
    return attachment === null ? null : JSON.parse(attachment);
  }
}
