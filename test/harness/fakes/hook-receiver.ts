/** A fake service that is told by webhooks. It keeps every request, and answers each address as the test says. */
import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from "node:http";
import { Webhook } from "standardwebhooks";
import type { HookEvent } from "../../../party/shared/hookEvent";
import { listenOnLoopback, portOf } from "../loopback";
import { waitFor } from "../wait";
import { respondStatus } from "./push-device";
import type { Responder } from "./push-device";

/** Answers as a receiver that has taken the event. */
const respondNothing: Responder = respondStatus(204);

export interface ReceivedHook {
  /** When it was received completely, epoch ms. */
  readonly at: number;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Whether the server still waits for the answer. */
  readonly isWaiting: () => boolean;
}

export class HookReceiver {
  readonly received: ReceivedHook[] = [];
  /** By path: the responses to the next requests, in order; then 204. */
  readonly nextResponses = new Map<string, Responder[]>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  static async start(): Promise<HookReceiver> {
    const receiver = new HookReceiver();
    await listenOnLoopback(receiver.#server);
    return receiver;
  }
  get origin(): string {
    return `http://127.0.0.1:${portOf(this.#server)}`;
  }
  /** The address of a hook; `responses`: to its first requests. */
  address(path: string, ...responses: readonly Responder[]): string {
    this.nextResponses.set(path, [...responses]);
    return this.origin + path;
  }

  requestsTo = (path: string): ReceivedHook[] => this.received.filter((one) => one.path === path);
  /** The bodies of all requests to an address, each verified by the library of Standard Webhooks. */
  verifiedEvents(path: string, secret: string): HookEvent[] {
    const webhook = new Webhook(secret);
    return this.requestsTo(path).map(
      ({ body, headers }) => webhook.verify(body, headers as Record<string, string>) as HookEvent,
    );
  }
  /** Resolves with the nth request to an address; 1 is the first. */
  waitForRequest(path: string, nth = 1, timeoutMs = 10_000): Promise<ReceivedHook> {
    return waitFor(`request ${nth} to ${path}`, () => this.requestsTo(path)[nth - 1], timeoutMs);
  }
  async dispose(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => void this.#server.close(done));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const path = request.url ?? "";
    this.received.push({
      at: Date.now(),
      path,
      headers: request.headers,
      body: Buffer.concat(parts).toString(),
      isWaiting: () => !response.closed,
    });
    (this.nextResponses.get(path)?.shift() ?? respondNothing)(response);
  }
}
