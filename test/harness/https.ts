/** A real reverse proxy in front of a server, with the project's own configuration and a certificate made for the test. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificates } from "./certificates";
import { freePort } from "./processes";
import { root } from "./paths";
import type { Server } from "./server";
import type { ToolName } from "./tools";
import { waitFor } from "./wait";

/** The host name of the test's certificate. Browsers resolve it to this machine. */
export const HOST = "tomato.test";
export type ProxyProgram = "caddy" | "nginx";
/** All reverse proxies that the project has a configuration for. */
export const PROXY_PROGRAMS = ["caddy", "nginx"] as const satisfies readonly ProxyProgram[];

/** The tools that each needs. */
export const PROXY_TOOLS: Readonly<Record<ProxyProgram, readonly ToolName[]>> = {
  caddy: ["Caddy", "OpenSSL"],
  nginx: ["nginx", "OpenSSL"],
};

export interface HttpsProxy {
  readonly url: string;
  readonly port: number;
  /** The port for http. Caddy does not listen on it. */
  readonly plainPort: number;
  /** The authority's certificate, for clients other than browsers. */
  readonly ca: string;
  /** The arguments with which Chromium resolves the host and trusts the authority. */
  readonly chromiumArgs: readonly string[];
  close(): Promise<void>;
}

interface Ports {
  readonly tls: number;
  readonly plain: number;
  readonly upstream: number;
}
/** Writes the proxy's configuration into the folder and returns the command that starts the proxy there. */
type Prepare = (folder: string, ports: Ports) => readonly [command: string, ...args: string[]];

/** Starts a reverse proxy in front of the server, with a new certificate. */
export async function startHttpsProxy(server: Server, proxy: ProxyProgram = "caddy"): Promise<HttpsProxy> {
  const folder = mkdtempSync(join(tmpdir(), "pomodoro-https-"));
  const authority = makeCertificates(folder, HOST);
  const ports: Ports = { tls: await freePort(), plain: await freePort(), upstream: server.port };
  const [command, ...args] = PREPARE[proxy](folder, ports);
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  child.stderr.on("data", (part: Buffer) => (output += part.toString()));
  await waitFor(proxy, async () => child.exitCode !== null || (await answers(ports.tls)), 30_000);
  if (child.exitCode !== null) throw new Error(`${proxy} ended:\n${output}`);
  return {
    url: `https://${HOST}:${ports.tls}`,
    port: ports.tls,
    plainPort: ports.plain,
    ca: readFileSync(join(folder, "ca.pem"), "utf8"),
    chromiumArgs: [
      `--host-resolver-rules=MAP ${HOST} 127.0.0.1`,
      `--ignore-certificate-errors-spki-list=${authority}`,
    ],
    async close() {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const PREPARE: Readonly<Record<ProxyProgram, Prepare>> = {
  caddy(folder, { tls, upstream }) {
    const site = adaptConfiguration("Caddyfile", [
      ["tomato.example.org {", `https://${HOST}:${tls} {\n\ttls leaf.pem leaf.key\n\tbind 127.0.0.1`],
      ["127.0.0.1:1999", `127.0.0.1:${upstream}`],
    ]);
    writeFileSync(join(folder, "Caddyfile"), `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${site}`);
    return ["caddy", "run", "--config", "Caddyfile", "--adapter", "caddyfile"];
  },
  nginx(folder, { tls, plain, upstream }) {
    const site = adaptConfiguration("nginx.conf", [
      ["listen [::]:80;", ""],
      ["listen [::]:443 ssl http2;", ""],
      ["listen 80;", `listen 127.0.0.1:${plain};`],
      ["listen 443 ssl", `listen 127.0.0.1:${tls} ssl`],
      ["/etc/letsencrypt/live/tomato.example.org/fullchain.pem", "leaf.pem"],
      ["/etc/letsencrypt/live/tomato.example.org/privkey.pem", "leaf.key"],
      ["server_name tomato.example.org", `server_name ${HOST}`],
      ["server_name tomato.example.org", `server_name ${HOST}`],
      ["127.0.0.1:1999", `127.0.0.1:${upstream}`],
    ]);
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (name) => `${name}_temp_path ${folder}/${name};`,
    );
    const main = `daemon off; pid nginx.pid; error_log stderr notice; ${process.getuid?.() === 0 ? "user root;" : ""}`;
    const http = `access_log off; ${temporary.join(" ")}\n${site}`;
    writeFileSync(join(folder, "nginx.conf"), `${main}\nevents {}\nhttp {\n${http}}\n`);
    return ["nginx", "-p", folder, "-c", "nginx.conf", "-e", "stderr"];
  },
};

/** The project's own file with the test's host, ports and certificate. */
function adaptConfiguration(name: string, changes: readonly (readonly [string, string])[]): string {
  let text = readFileSync(`${root}party/ops/${name}`, "utf8");
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${name} has changed its form: ${from} is not in it`);
    text = text.replace(from, () => to);
  }
  return text;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => done(true)).once("error", () => done(false));
    socket.once("connect", () => socket.destroy());
  });

function end(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null) return done();
    child.once("exit", () => done());
    child.kill("SIGTERM");
  });
}
