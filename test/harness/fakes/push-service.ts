/**
 * A fake push service on loopback that is as strict as the real ones. It checks the sender (VAPID, RFC 8292) and the
 * request (RFC 8030), and decrypts the message as a browser does (RFC 8291), with a library that the server does not
 * use. A request that is wrong is answered with 400, and the reason is added to `errors`.
 */
import { createPublicKey, randomBytes, verify } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from "node:http";
import { waitFor } from "../wait";
import { PushDevice, respondCreated } from "./push-device";
import type { Responder } from "./push-device";
import { listenOnLoopback, portOf } from "../loopback";

/** The message that the server sends, decrypted. */
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
  readonly started_at?: number;
  readonly begins?: boolean;
  readonly before?: number;
}
export interface Push {
  /** When it was received completely, epoch ms. */
  readonly at: number;
  readonly endpoint: string;
  readonly ttl: number;
  readonly topic: string | undefined;
  readonly message: PushMessage;
  readonly claims: { readonly aud: string; readonly exp: number; readonly sub: string };
  /** Whether the server still waits for the answer. */
  readonly isWaiting: () => boolean;
}
/** The fake push service, with everything that it has received. */
export class PushService {
  readonly received: Push[] = [];
  /** The reasons of refused requests. */
  readonly errors: string[] = [];
  /** The method and path of every request, refused ones included. */
  readonly requests: string[] = [];
  /** Requests that are open now, and the most that were open at once. */
  openRequests = 0;
  maxOpenRequests = 0;
  readonly #devices = new Map<string, PushDevice>();
  readonly #server: Server;

  private constructor(readonly publicKey: () => string) {
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch((error: unknown) => {
        this.errors.push(String(error));
        response.writeHead(400).end();
      });
    });
  }

  /** `publicKey`: returns the public VAPID key of the server under test. */
  static async start(publicKey: () => string): Promise<PushService> {
    const service = new PushService(publicKey);
    await listenOnLoopback(service.#server);
    return service;
  }
  get origin(): string {
    return `http://127.0.0.1:${portOf(this.#server)}`;
  }

  newDevice(response: Responder = respondCreated): PushDevice {
    const device = new PushDevice(`${this.origin}/push/${randomBytes(16).toString("base64url")}`);
    device.defaultResponse = response;
    this.#devices.set(device.endpoint, device);
    return device;
  }
  /** A device that has subscribed before, so that rooms have its subscription already. */
  addKnownDevice(endpoint: string, keys: { readonly privateKey: string; readonly auth: string }): PushDevice {
    const device = new PushDevice(endpoint, keys);
    this.#devices.set(endpoint, device);
    return device;
  }
  /** A device with the same endpoint and new keys. */
  replaceKeys({ endpoint, defaultResponse }: PushDevice): PushDevice {
    const device = new PushDevice(endpoint);
    device.defaultResponse = defaultResponse;
    this.#devices.set(endpoint, device);
    return device;
  }
  /** All pushes that a device has received. */
  pushesTo = ({ endpoint }: PushDevice): Push[] => this.received.filter((push) => push.endpoint === endpoint);
  /** Resolves with the nth push to a device; 1 is the first. */
  waitForPush(device: PushDevice, nth = 1, timeoutMs = 10_000): Promise<Push> {
    const what = `push ${nth} to a device; errors: ${this.errors.join("; ") || "none"}`;
    return waitFor(what, () => this.pushesTo(device)[nth - 1], timeoutMs);
  }
  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((done) => void this.#server.close(() => done()));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests.push(`${request.method} ${request.url}`);
    this.maxOpenRequests = Math.max(this.maxOpenRequests, ++this.openRequests);
    response.once("close", () => this.openRequests--);
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const endpoint = this.origin + (request.url ?? "");
    const device = this.#devices.get(endpoint);
    if (device === undefined) throw new Error(`a push to an unknown endpoint: ${endpoint}`);
    const isWaiting = (): boolean => !response.closed;
    this.received.push({ ...this.#parse(request, device, Buffer.concat(parts)), isWaiting });
    device.respond(response);
  }

  #parse({ method, headers }: IncomingMessage, device: PushDevice, body: Buffer): Omit<Push, "isWaiting"> {
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

function check(condition: boolean, what: string): void {
  if (!condition) throw new Error(`a push service would refuse: ${what}`);
}
