/**
 * An HTTP proxy on loopback. It can append text to responses and lack files, so that a browser finds another version of
 * the app, and it can treat WebSockets and answers as the proxies of some networks do.
 */
import { createServer, request } from "node:http";
import type { IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { listenOnLoopback, portOf } from "./loopback";

const SCRIPT_PATH = "/script-of-the-proxy.js";
/** A page with another page of the same origin in a frame: `?WIDTH,HEIGHT,ADDRESS`. For windows that cannot be as small. */
export const FRAME_PATH = "/frame-of-the-proxy";
const SCRIPT_TAG = `<script src="${SCRIPT_PATH}"></script>`;
/**
 * What becomes of a request for a WebSocket. `strip`: the server gets it as a plain GET. `hang`: nobody answers. `hold`: it
 * waits for `releaseWebSockets`. `status`: the proxy answers with it. `lastsMs`: the connection works for so long.
 */
export type WebSockets =
  "forward" | "strip" | "hang" | "hold" | { readonly status: number } | { readonly lastsMs: number };

/** Forwards everything to a port of this machine. */
export class HttpProxy {
  readonly #server: HttpServer;
  readonly #sockets = new Set<Socket>();
  /** Text that is appended to the response, by path. */
  readonly appended = new Map<string, string>();
  /** A script that runs in every page, from an address of its own; "" for none. */
  pageScript = "";
  /** What a page becomes on its way, as that of another version of the app; null: nothing else. */
  changePage: ((html: string) => string) | null = null;
  /** Paths that are answered with 404. */
  readonly missing = new Set<string>();
  /** What becomes of new WebSockets; `cutWebSockets` ends the present ones. */
  webSockets: WebSockets = "forward";
  /** So many of the next POSTs reach the server, and their answers do not reach the client. */
  lostAnswers = 0;
  /** Whether every request ends without reaching the server, and how many have. */
  isBroken = false;
  broken = 0;
  /** The methods and paths of all requests under /parties/, WebSockets excluded. */
  readonly roomRequests: string[] = [];
  readonly #webSockets = new Set<Socket>();
  /** Each lets one held request for a WebSocket through. */
  readonly #held: (() => void)[] = [];
  #allowsFrames = false;

  private constructor(readonly target: number) {
    this.#server = createServer((from, to) => this.#forward(from, to));
    this.#server.on("connection", (socket) => this.#keep(socket));
    this.#server.on("upgrade", (from: IncomingMessage, near: Socket, head: Buffer) =>
      this.#upgrade(from, near, head),
    );
  }
  /** `target`: the port of the server. */
  static async start(target: number): Promise<HttpProxy> {
    const proxy = new HttpProxy(target);
    await listenOnLoopback(proxy.#server);
    return proxy;
  }
  get url(): string {
    return `http://127.0.0.1:${portOf(this.#server)}`;
  }
  async close(): Promise<void> {
    const closed = new Promise((done) => this.#server.close(done));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Ends all WebSockets. */
  cutWebSockets(): void {
    for (const socket of this.#webSockets) socket.destroy();
  }

  /** Forwards those that were held, and all later ones. */
  releaseWebSockets(): void {
    this.webSockets = "forward";
    for (const forward of this.#held.splice(0)) forward();
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => socket.destroy());
  }

  #forward(from: IncomingMessage, to: ServerResponse): void {
    const { method, url: path, headers } = from;
    if (path === SCRIPT_PATH) {
      to.writeHead(200, { "content-type": "text/javascript" }).end(this.pageScript);
      return;
    }
    if (path?.startsWith(FRAME_PATH) === true) {
      this.#allowsFrames = true;
      to.writeHead(200, { "content-type": "text/html" }).end(framePage(path));
      return;
    }
    if (this.isBroken) {
      this.broken++;
      to.destroy();
      return;
    }
    if (path?.startsWith("/parties/")) this.roomRequests.push(`${method} ${path}`);
    if (path !== undefined && this.missing.has(path)) return void to.writeHead(404).end("not found");
    const isLost = method === "POST" && this.lostAnswers > 0;
    if (isLost) this.lostAnswers--;
    const own = this.appended.get(path ?? "");
    const changes = own !== undefined || this.pageScript !== "" || this.changePage !== null;
    const sent = changes ? { ...headers, "accept-encoding": "identity", "if-modified-since": "" } : headers;
    const out = request(
      { host: "127.0.0.1", port: this.target, method, path, headers: sent, agent: false },
      (response) => {
        response.on("error", () => to.destroy());
        if (isLost) return void response.on("end", () => to.destroy()).resume();
        const policy = response.headers["content-security-policy"];
        if (this.#allowsFrames && policy !== undefined) {
          const allowing = String(policy).replace("frame-ancestors 'none'", "frame-ancestors 'self'");
          response.headers["content-security-policy"] = allowing;
        }
        const isPage = response.headers["content-type"]?.startsWith("text/html") === true;
        const extra = own ?? (isPage && this.pageScript !== "" ? SCRIPT_TAG : undefined);
        const { "content-length": _length, ...rest } = response.headers;
        if (isPage && this.changePage !== null) {
          void this.#sendChanged(response, to, extra ?? "");
          return;
        }
        to.writeHead(response.statusCode ?? 502, extra === undefined ? response.headers : rest);
        response.pipe(to, { end: extra === undefined });
        if (extra !== undefined) response.on("end", () => to.end(extra));
      },
    );
    out.on("error", () => to.destroy());
    from.pipe(out);
  }

  async #sendChanged(response: IncomingMessage, to: ServerResponse, extra: string): Promise<void> {
    const { "content-length": _length, ...rest } = response.headers;
    const html = Buffer.concat(await response.toArray()).toString();
    to.writeHead(response.statusCode ?? 502, rest).end((this.changePage?.(html) ?? html) + extra);
  }

  #upgrade(from: IncomingMessage, near: Socket, head: Buffer): void {
    this.#keep(near);
    if (this.webSockets === "hang") return;
    if (this.webSockets === "hold") return void this.#held.push(() => this.#upgrade(from, near, head));
    if (this.webSockets === "strip") return this.#forwardPlain(from, near);
    if (this.webSockets !== "forward" && "status" in this.webSockets) {
      near.end(`HTTP/1.1 ${this.webSockets.status} No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
      return;
    }
    this.#webSockets.add(near);
    near.on("close", () => this.#webSockets.delete(near));
    if (this.webSockets !== "forward") setTimeout(() => near.destroy(), this.webSockets.lastsMs);
    const far = connect(this.target, "127.0.0.1");
    this.#keep(far);
    const lines = [`${from.method} ${from.url} HTTP/1.1`];
    for (let i = 0; i < from.rawHeaders.length; i += 2)
      lines.push(`${from.rawHeaders[i]}: ${from.rawHeaders[i + 1]}`);
    far.write(`${lines.join("\r\n")}\r\n\r\n`);
    far.write(head);
    far.pipe(near).pipe(far);
    near.on("close", () => far.destroy());
  }

  /** Without the headers that ask for a WebSocket. */
  #forwardPlain({ url: path, headers }: IncomingMessage, near: Socket): void {
    const { upgrade: _upgrade, connection: _connection, ...rest } = headers;
    const out = request(
      { host: "127.0.0.1", port: this.target, path, headers: rest, agent: false },
      (response) => {
        near.write(`HTTP/1.1 ${response.statusCode} OK\r\nconnection: close\r\n\r\n`);
        response.pipe(near);
      },
    );
    out.on("error", () => near.destroy());
    out.end();
  }
}

function framePage(path: string): string {
  const [width = "", height = "", address = ""] = decodeURIComponent(path.slice(FRAME_PATH.length + 1)).split(
    ",",
  );
  const frame = `<iframe style="border:0" width="${width}" height="${height}" src="${address}"></iframe>`;
  return `<!doctype html><meta charset="utf-8"><body style="margin:0">${frame}</body>`;
}
