/** A fake of the API that `partykit deploy` uploads to, on loopback. It keeps the upload and serves its files. */
import { createServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import { listenOnLoopback, portOf } from "../loopback";

/** An uploaded deployment. */
export interface Deployment {
  readonly code: string;
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
  readonly vars: Readonly<Record<string, string>>;
  readonly domain: string | null;
  /** The name under which each file was uploaded, by its path. */
  readonly assets: Readonly<Record<string, string>>;
  /** The text of further modules, by name. */
  readonly modules: ReadonlyMap<string, string>;
}

/** The fake API; `deployment` is the last upload. */
export class PartyKitApi {
  /** The method and path of every request. */
  readonly requests: string[] = [];
  /** The values of all headers that carry a secret. */
  readonly credentials = new Set<string>();
  /** Uploaded files, by name. */
  readonly files = new Map<string, Buffer>();
  deployment: Deployment | null = null;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#handle(request).then(
        (body) =>
          response.setHeader("content-type", typeof body === "string" ? "application/json" : BYTES).end(body),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
  }
  static async start(): Promise<PartyKitApi> {
    const api = new PartyKitApi();
    await listenOnLoopback(api.#server);
    return api;
  }
  get origin(): string {
    return `http://127.0.0.1:${portOf(this.#server)}`;
  }
  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((done) => void this.#server.close(() => done()));
  }

  async #handle(request: IncomingMessage): Promise<string | Buffer> {
    const { method, url = "", headers } = request;
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const file = /^\/files\/(.*)$/.exec(url)?.[1];
    if (file !== undefined) return this.files.get(decodeURIComponent(file)) ?? Promise.reject(new Error(url));

    this.requests.push(`${method} ${url}`);
    for (const name of ["authorization", "x-cloudflare-account-id", "x-cloudflare-api-token"]) {
      if (headers[name]) this.credentials.add(String(headers[name]));
    }
    if (url === "/flags") return JSON.stringify(FLAGS);
    if (method === "PUT") this.files.set(String(headers["x-partykit-asset-name"]), body);
    const type = headers["content-type"] ?? "";
    if (type.startsWith("multipart/")) this.deployment = await parseDeployment(body, type);
    return JSON.stringify({ assets: {}, success: true, result: {} });
  }
}

const BYTES = "application/octet-stream";
const FLAGS = { supportedLoginMethods: ["github", "clerk"], defaultLoginMethod: "github" };

async function parseDeployment(body: Buffer, type: string): Promise<Deployment> {
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  const modules = new Map<string, string>();
  const fields = new Map<string, string>();
  for (const [name, value] of form) {
    if (typeof value === "string") fields.set(name, value);
    else modules.set(name.replace(/^upload\//, ""), await value.text());
  }
  const json = (name: string, fallback: string): unknown => JSON.parse(fields.get(name) ?? fallback);
  return {
    code: fields.get("code") ?? "",
    compatibilityDate: fields.get("compatibilityDate") ?? "",
    compatibilityFlags: json("compatibilityFlags", "[]") as string[],
    vars: json("vars", "{}") as Record<string, string>,
    domain: fields.get("domain") ?? null,
    assets: (json("staticAssetsManifest", "{}") as Pick<Deployment, "assets">).assets,
    modules,
  };
}
