/** An HTTP proxy on loopback that can append text to responses, so that a browser finds another version of the app. */
import { createServer, request } from "node:http";
import type { IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { listenOnLoopback, portOf } from "./loopback";

const SCRIPT_PATH = "/script-of-the-proxy.js";
const SCRIPT_TAG = `<script src="${SCRIPT_PATH}"></script>`;

/** Forwards everything to a port of this machine. */
export class HttpProxy {
  readonly #server: HttpServer;
  readonly #sockets = new Set<Socket>();
  /** Text that is appended to the response, by path. */
  readonly appended = new Map<string, string>();
  /** A script that runs in every page, from an address of its own; "" for none. */
  pageScript = "";

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
    const own = this.appended.get(path ?? "");
    const changes = own !== undefined || this.pageScript !== "";
    const sent = changes ? { ...headers, "accept-encoding": "identity", "if-modified-since": "" } : headers;
    const out = request({ host: "127.0.0.1", port: this.target, method, path, headers: sent }, (response) => {
      const isPage = response.headers["content-type"]?.startsWith("text/html") === true;
      const extra = own ?? (isPage && this.pageScript !== "" ? SCRIPT_TAG : undefined);
      const { "content-length": _length, ...rest } = response.headers;
      to.writeHead(response.statusCode ?? 502, extra === undefined ? response.headers : rest);
      response.pipe(to, { end: extra === undefined });
      if (extra !== undefined) response.on("end", () => to.end(extra));
    });
    out.on("error", () => to.destroy());
    from.pipe(out);
  }

  #upgrade(from: IncomingMessage, near: Socket, head: Buffer): void {
    const far = connect(this.target, "127.0.0.1");
    this.#keep(far);
    const lines = [`${from.method} ${from.url} HTTP/1.1`];
    for (let i = 0; i < from.rawHeaders.length; i += 2)
      lines.push(`${from.rawHeaders[i]}: ${from.rawHeaders[i + 1]}`);
    far.write(`${lines.join("\r\n")}\r\n\r\n`);
    far.write(head);
    far.pipe(near).pipe(far);
  }
}
