/**
 * A push service of our own on loopback, as strict as the real ones: it checks who sends (VAPID, RFC 8292), what is
 * asked (RFC 8030) and, as the browser would, decrypts what has come (RFC 8291), with a library that the server does
 * not use. What is wrong is kept as `wrong`, and answered with 400.
 */
import { createECDH, createPublicKey, randomBytes, verify } from "node:crypto";
import type { ECDH } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import * as ece from "http_ece";
import { waitFor } from "../wait";

/** What the server says that it sends. */
export interface PushMessage {
  readonly web_push: number;
  readonly notification: {
    readonly title: string;
    readonly body: string;
    readonly tag: string;
    readonly navigate: string;
    readonly actions?: readonly {
      readonly action: string;
      readonly title: string;
      readonly navigate: string;
    }[];
  };
  readonly app_badge: number;
  readonly room: string;
  readonly rev: number;
  readonly state: number;
  readonly test?: boolean;
}
export interface Push {
  /** When all of it had come, epoch ms. */
  readonly at: number;
  readonly endpoint: string;
  readonly ttl: number;
  readonly topic: string | undefined;
  readonly message: PushMessage;
  readonly claims: { readonly aud: string; readonly exp: number; readonly sub: string };
}
/** What a subscription's next pushes are answered with; the push itself has been taken down before. */
export type Responder = (response: ServerResponse) => void;

export const respondCreated: Responder = (response) => void response.writeHead(201).end();
export const respondStatus =
  (code: number, headers: Record<string, string> = {}): Responder =>
  (response) =>
    void response.writeHead(code, headers).end("no");
/** Takes the request and never says anything. */
export const neverRespond: Responder = () => {};
/** Says that it is created, and then goes on and on; `sent` counts the bytes. */
export const respondEndlessly =
  (sent: { bytes: number }): Responder =>
  (response) => {
    response.writeHead(201);
    const part = Buffer.alloc(65_536, "x");
    const more = (): void => {
      while (!response.destroyed && sent.bytes < 2 ** 30) {
        sent.bytes += part.length;
        if (!response.write(part)) return void response.once("drain", more);
      }
      response.end();
    };
    more();
  };

/** One device, as a browser would make it. */
export class PushDevice {
  readonly #keys: ECDH = createECDH("prime256v1");
  readonly #auth: Buffer;
  /** One answer each, in order; then `always`. */
  readonly nextResponses: Responder[] = [];
  defaultResponse: Responder = respondCreated;

  /** `old`: the private key and the secret of a device that subscribed before, in base64url. */
  constructor(
    readonly endpoint: string,
    old?: { readonly privateKey: string; readonly auth: string },
  ) {
    this.#auth = old === undefined ? randomBytes(16) : Buffer.from(old.auth, "base64url");
    if (old === undefined) this.#keys.generateKeys();
    else this.#keys.setPrivateKey(old.privateKey, "base64url");
  }

  /** As `PushSubscription.toJSON()`. */
  toJSON(): object {
    const keys = { p256dh: this.#keys.getPublicKey("base64url"), auth: this.#auth.toString("base64url") };
    return { endpoint: this.endpoint, expirationTime: null, keys };
  }
  decrypt(body: Buffer): string {
    const parameters = { version: "aes128gcm", privateKey: this.#keys, authSecret: this.#auth } as const;
    return ece.decrypt(body, parameters).toString();
  }
  answer(response: ServerResponse): void {
    (this.nextResponses.shift() ?? this.defaultResponse)(response);
  }
}

export class PushService {
  readonly received: Push[] = [];
  /** Why requests were refused. */
  readonly errors: string[] = [];
  /** Requests that have come, right or wrong, by their method and path. */
  readonly requests: string[] = [];
  /** Open requests, and the most that there ever were. */
  openRequests = 0;
  maxOpenRequests = 0;
  readonly #devices = new Map<string, PushDevice>();
  readonly #server: Server;

  private constructor(readonly publicKey: () => string) {
    this.#server = createServer((request, response) => {
      this.#take(request, response).catch((error: unknown) => {
        this.errors.push(String(error));
        response.writeHead(400).end();
      });
    });
  }

  /** `publicKey`: the VAPID key that the server under test says is its own. */
  static async start(publicKey: () => string): Promise<PushService> {
    const service = new PushService(publicKey);
    await new Promise<void>((done) => service.#server.listen(0, "127.0.0.1", done));
    return service;
  }
  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  newDevice(always: Responder = respondCreated): PushDevice {
    const device = new PushDevice(`${this.origin}/push/${randomBytes(16).toString("base64url")}`);
    device.defaultResponse = always;
    this.#devices.set(device.endpoint, device);
    return device;
  }
  /** One that subscribed long ago, and so is known to the rooms already. */
  addKnownDevice(endpoint: string, keys: { readonly privateKey: string; readonly auth: string }): PushDevice {
    const device = new PushDevice(endpoint, keys);
    this.#devices.set(endpoint, device);
    return device;
  }
  /** The same endpoint, with new keys. */
  replaceKeys({ endpoint, defaultResponse }: PushDevice): PushDevice {
    const device = new PushDevice(endpoint);
    device.defaultResponse = defaultResponse;
    this.#devices.set(endpoint, device);
    return device;
  }
  pushesTo = ({ endpoint }: PushDevice): Push[] => this.received.filter((push) => push.endpoint === endpoint);
  /** The nth push (1 is the first) to a device. */
  waitForPush(device: PushDevice, nth = 1, timeoutMs = 10_000): Promise<Push> {
    const said = (): string => `push ${nth} to a device, wrong: ${this.errors.join("; ") || "nothing"}`;
    return waitFor(said(), () => this.pushesTo(device)[nth - 1], timeoutMs);
  }
  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((done) => void this.#server.close(() => done()));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests.push(`${request.method} ${request.url}`);
    this.maxOpenRequests = Math.max(this.maxOpenRequests, ++this.openRequests);
    response.once("close", () => this.openRequests--);
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const endpoint = this.origin + (request.url ?? "");
    const device = this.#devices.get(endpoint);
    if (device === undefined) throw new Error(`a push to ${endpoint}, where nobody is`);
    this.received.push(this.#read(request, device, Buffer.concat(parts)));
    device.answer(response);
  }

  #read({ method, headers }: IncomingMessage, device: PushDevice, body: Buffer): Push {
    check(method === "POST", `method ${method}`);
    check(headers["content-encoding"] === "aes128gcm", "content-encoding");
    check(body.length <= 4096, `${body.length} bytes, 4096 are allowed`);
    check(headers["urgency"] === "high", `urgency ${String(headers["urgency"])}`);
    check(/^\d+$/.test(header(headers, "ttl")), `ttl ${header(headers, "ttl")}`);
    const topic = headers["topic"] === undefined ? undefined : header(headers, "topic");
    check(topic === undefined || /^[A-Za-z0-9_-]{1,32}$/.test(topic), `topic ${topic}`);
    return {
      at: Date.now(),
      endpoint: device.endpoint,
      ttl: Number(header(headers, "ttl")),
      topic,
      message: JSON.parse(device.decrypt(body)) as PushMessage,
      claims: this.#claims(header(headers, "authorization")),
    };
  }

  #claims(authorization: string): Push["claims"] {
    const [, token = "", key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization) ?? [];
    check(key === this.publicKey(), "another VAPID key");
    const point = Buffer.from(this.publicKey(), "base64url");
    const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString("base64url"));
    const jwk = { kty: "EC", crv: "P-256", x: x ?? "", y: y ?? "" };
    const [head = "", claims = "", signature = ""] = token.split(".");
    const signed = verify(
      "sha256",
      Buffer.from(`${head}.${claims}`),
      { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" },
      Buffer.from(signature, "base64url"),
    );
    check(signed, "the signature does not fit");
    const { typ, alg } = JSON.parse(text(head)) as Record<string, unknown>;
    check(typ === "JWT" && alg === "ES256", `${String(typ)} ${String(alg)}`);
    const read = JSON.parse(text(claims)) as Push["claims"];
    const now = Date.now() / 1000;
    check(read.aud === this.origin, `aud ${read.aud}`);
    check(read.exp > now && read.exp <= now + 24 * 3600, `exp ${read.exp}`);
    check(/^(mailto:|https:)/.test(read.sub), `sub ${read.sub}`);
    return read;
  }
}

const text = (part: string): string => Buffer.from(part, "base64url").toString();
const header = (headers: IncomingHttpHeaders, name: string): string => String(headers[name] ?? "");

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(`a push service would refuse: ${what}`);
}
