/** The devices of the fake push service, and the ways in which it responds to their pushes. */
import { createECDH, randomBytes } from "node:crypto";
import type { ECDH } from "node:crypto";
import type { ServerResponse } from "node:http";
import * as ece from "http_ece";

/** Responds to a push, which the push service has recorded already. */
export type Responder = (response: ServerResponse) => void;

/** Responds with 201, as a push service does when it has accepted the message. */
export const respondCreated: Responder = (response) => void response.writeHead(201).end();
/** Responds with this status. */
export const respondStatus =
  (code: number, headers: Record<string, string> = {}): Responder =>
  (response) =>
    void response.writeHead(code, headers).end("no");
/** Keeps the request open for ever. */
export const neverRespond: Responder = () => {};
/** Responds with 201 and a body of up to 1 GiB; `sent` counts the bytes. */
export const respondEndlessly =
  (sent: { bytes: number }): Responder =>
  (response) => {
    response.writeHead(201);
    const part = Buffer.alloc(65_536, "x");
    const writeMore = (): void => {
      while (!response.destroyed && sent.bytes < 2 ** 30) {
        sent.bytes += part.length;
        if (!response.write(part)) return void response.once("drain", writeMore);
      }
      response.end();
    };
    writeMore();
  };

/** A device with a push subscription, as a browser makes it. */
export class PushDevice {
  readonly #keys: ECDH = createECDH("prime256v1");
  readonly #auth: Buffer;
  /** The responses to the next pushes, in order; then `defaultResponse`. */
  readonly nextResponses: Responder[] = [];
  defaultResponse: Responder = respondCreated;

  /** `keys`: the private key and the secret of a device that has subscribed before, in base64url; default: new ones. */
  constructor(
    readonly endpoint: string,
    keys?: { readonly privateKey: string; readonly auth: string },
  ) {
    this.#auth = keys === undefined ? randomBytes(16) : Buffer.from(keys.auth, "base64url");
    if (keys === undefined) this.#keys.generateKeys();
    else this.#keys.setPrivateKey(keys.privateKey, "base64url");
  }

  /** As `PushSubscription.toJSON()` in a browser. */
  toJSON(): object {
    const subscriptionKeys = {
      p256dh: this.#keys.getPublicKey("base64url"),
      auth: this.#auth.toString("base64url"),
    };
    return { endpoint: this.endpoint, expirationTime: null, keys: subscriptionKeys };
  }
  decrypt(body: Buffer): string {
    const parameters = { version: "aes128gcm", privateKey: this.#keys, authSecret: this.#auth } as const;
    return ece.decrypt(body, parameters).toString();
  }
  respond(response: ServerResponse): void {
    (this.nextResponses.shift() ?? this.defaultResponse)(response);
  }
}
