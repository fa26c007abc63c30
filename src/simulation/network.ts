/** The network between the devices and the server: sockets and requests, and everything that can happen to them. */
import type { Core } from "./core";
import type { SimResponse } from "./fetchClasses";
import { Line } from "./line";
import type { Frame } from "./line";
import type { SeededRandom } from "./random";
import type { Server } from "./server";
import type { SocketHandle } from "./serverSocket";

const ORIGIN = "https://tomato.test";

/** How a device is connected. */
export interface Access {
  /** `silent`: nothing arrives and nobody is told. `off`: the device knows that it has no network. */
  state: "up" | "silent" | "off";
  /** One way, ms. */
  baseMs: number;
  jitterMs: number;
  /** The share of frames that wait for a repetition. */
  lossShare: number;
  /** WebSockets are refused: by a proxy, say. */
  blocksSockets: boolean;
}

export interface ClientEnd {
  onOpen(): void;
  onText(text: string): void;
  onClose(code: number, reason: string): void;
}

export interface ClientLine {
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** A TCP connection that nobody answers is given up after this time, ms. */
const GIVE_UP_MS = 120_000;
/** The server's network gives up a connection whose client is silent after at most this time, ms. */
const DEAD_MS = { min: 60_000, max: 900_000 };
const FREE = { isDead: false };

export interface HttpInit {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

export class Network {
  readonly lines = new Set<Line>();
  readonly #access = new WeakMap<Line, Access>();
  #lastLine = 0;
  /** Browsers and proxies send a request again where the answer to it is lost. */
  repeatsRequests = false;
  /** For who watches: each request to the room that has reached the server. */
  onRequest: (path: string, init: HttpInit) => ((response: SimResponse | null) => void) | null = () => null;
  onFrame: (line: Line, access: Access, direction: "up" | "down", frame: Frame, arrivesAt: number) => void =
    () => {};

  constructor(
    readonly core: Core,
    readonly server: Server,
    readonly random: SeededRandom,
  ) {
    server.onEnd = (isTold) => {
      const unanswered = [...this.#unanswered];
      this.#unanswered.clear();
      for (const lose of unanswered) lose();
      for (const line of this.lines) line.loseServer(isTold && !line.isCutToClient);
      this.#forgetOld();
    };
  }

  latency({ baseMs, jitterMs, lossShare }: Access): number {
    const { random } = this;
    const lost = random.chance(lossShare) ? 200 + 1000 * random.next() : 0;
    return Math.round((baseMs + jitterMs * random.next() ** 3 + lost) * 8) / 8;
  }

  /** The longest time that a frame is on its way while nothing is lost, ms. */
  maxLatency({ baseMs, jitterMs }: Access): number {
    return baseMs + jitterMs;
  }

  linesOf(access: Access): Line[] {
    this.#forgetOld();
    return [...this.lines].filter((line) => this.#access.get(line) === access);
  }

  #forgetOld(): void {
    for (const line of this.lines) if (line.isOver) this.lines.delete(line);
  }

  /** Opens a WebSocket. */
  connect(access: Access, room: string, client: ClientEnd): ClientLine {
    const { core, server } = this;
    let line: Line | null = null;
    let isOver = false;
    const end = (code: number, reason = ""): void => {
      if (isOver) return;
      isOver = true;
      line?.endClient();
      client.onClose(code, reason);
    };
    const failLater = (ms: number): void => void core.after(ms, FREE, () => end(1006));
    const connection: ClientLine = {
      send: (text) => line?.toServer({ kind: "text", text }),
      close: (code, reason) => {
        if (isOver) return;
        if (line === null) return failLater(0);
        line.toServer({ kind: "close", code, reason });
        // A browser waits some time for the answer of the server.
        core.after(3000, FREE, () => end(1006));
      },
    };
    if (access.state === "off") {
      failLater(1 + 20 * this.random.next());
      return connection;
    }
    core.after(2 * this.latency(access), FREE, () => {
      if (isOver) return;
      if (access.state !== "up") return failLater(GIVE_UP_MS);
      const { process } = server;
      if (process === null || access.blocksSockets) return failLater(this.latency(access));
      const request = process.request(`${ORIGIN}/parties/main/${room}`, {
        headers: {
          upgrade: "websocket",
          origin: ORIGIN,
          host: "tomato.test",
          "cf-connecting-ip": "192.0.2.1",
        },
      });
      const lose = (): void => {
        if (!isOver) failLater(this.latency(access));
      };
      this.#unanswered.add(lose);
      process.fetch(
        request,
        (response) => {
          this.#unanswered.delete(lose);
          const handle = response.webSocket as SocketHandle | null;
          if (response.status !== 101 || handle === null) return void failLater(this.latency(access));
          const { socket_: socket } = handle;
          line = new Line(core, ++this.#lastLine, socket, {
            latency: () => this.latency(access),
            onClientFrame: (frame) => {
              if (isOver) return;
              if (frame.kind === "text") return client.onText(frame.text);
              if (!socket.isClosedByServer || socket.readyState !== 3)
                line?.toServer({ kind: "close", code: frame.code, reason: frame.reason });
              end(frame.code, frame.reason);
            },
            onClientBroken: () => end(1006),
            onServerFrame: (frame) => {
              const object = process.context.isDead ? null : process.object;
              if (frame.kind === "text") object?.receive(socket, frame.text);
              else object?.receiveClose(socket);
            },
            onServerBroken: () => {
              if (!process.context.isDead) process.object.receiveError(socket);
            },
          });
          line.onFrame = (direction, frame, at) => this.onFrame(line!, access, direction, frame, at);
          this.lines.add(line);
          this.#access.set(line, access);
          if (process.context.isDead) return line.loseServer(true);
          const opened = line;
          if (access.state !== "up") return this.cut(opened);
          const openMs = this.latency(access);
          opened.heldUntil = core.now + openMs;
          core.after(openMs, FREE, () => {
            if (isOver) {
              // The client has given up meanwhile.
              opened.endClient();
              if (!opened.isCutToServer) opened.breakServer();
            } else if (!opened.isCutToClient && !opened.isClientDone) client.onOpen();
          });
          socket.attach(opened);
          this.#forgetOld();
        },
        () => {
          this.#unanswered.delete(lose);
          failLater(this.latency(access));
        },
      );
    });
    return connection;
  }

  /** Sends a request. `answer` gets null where the connection fails. Returns what gives it up. */
  request(
    access: Access,
    path: string,
    init: HttpInit,
    answer: (response: SimResponse | null) => void,
  ): void {
    const { core, server } = this;
    let isOver = false;
    let repeats = this.repeatsRequests && this.random.chance(0.5) ? 1 : 0;
    const finish = (response: SimResponse | null, ms: number): void => {
      if (isOver) return;
      if (repeats-- > 0 && access.state === "up") return this.request(access, path, init, answer);
      isOver = true;
      core.after(ms, FREE, () => answer(access.state === "silent" ? null : response));
    };
    if (access.state === "off") return finish(null, 1);
    core.after(this.latency(access), FREE, () => {
      if (access.state !== "up") return finish(null, GIVE_UP_MS);
      const { process } = server;
      if (process === null) return finish(null, this.latency(access));
      const { headers = {}, method = "GET" } = init;
      const request = process.request(ORIGIN + path, {
        method,
        headers: { origin: ORIGIN, host: "tomato.test", ...headers },
        ...(init.body === undefined ? {} : { body: init.body }),
      });
      const watcher = this.onRequest(path, init);
      const lose = (): void => {
        watcher?.(null);
        finish(null, this.latency(access));
      };
      this.#unanswered.add(lose);
      process.fetch(
        request,
        (response) => {
          this.#unanswered.delete(lose);
          watcher?.(response);
          if (access.state === "up") finish(response, this.latency(access));
          else finish(null, GIVE_UP_MS);
        },
        () => {
          this.#unanswered.delete(lose);
          finish(null, this.latency(access));
        },
      );
    });
  }
  /** What a process that ends while it answers does to those who wait for the answer. */
  readonly #unanswered = new Set<() => void>();

  /** Nothing arrives any more on this line. The server's network finds out some minutes later. */
  cut(line: Line): void {
    line.isCutToClient = line.isCutToServer = true;
    this.#giveUpLater(line);
  }
  /** Nothing arrives any more in one direction. */
  cutHalf(line: Line, direction: "up" | "down"): void {
    if (direction === "up") line.isCutToServer = true;
    else line.isCutToClient = true;
    this.#giveUpLater(line);
  }
  #giveUpLater(line: Line): void {
    const ms = DEAD_MS.min + (DEAD_MS.max - DEAD_MS.min) * this.random.next();
    this.core.after(ms, FREE, () => line.breakServer());
  }

  setState(access: Access, state: Access["state"]): void {
    if (access.state === state) return;
    access.state = state;
    if (state === "up") return;
    for (const line of this.linesOf(access)) {
      this.cut(line);
      if (state === "off") this.core.after(20 * this.random.next(), FREE, () => line.breakClient());
    }
  }
}
