/** A real Caddy in front of a server, with the project's own Caddyfile and an authority made on the spot. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./processes";
import { root } from "./server";
import type { Server } from "./server";
import { waitFor } from "./wait";

/** The host name of the test's certificate; browsers are told that it is this machine. */
export const HOST = "tomato.test";

export interface Https {
  readonly url: string;
  /** What a Chromium must be started with, to find the host and to believe the authority. */
  readonly chromiumArgs: readonly string[];
  close(): Promise<void>;
}

export async function httpsInFrontOf(server: Server): Promise<Https> {
  if (spawnSync("caddy", ["version"]).error !== undefined) {
    throw new Error("Caddy is needed for this test: install it (Debian: apt-get install caddy)");
  }
  const folder = mkdtempSync(join(tmpdir(), "pomodoro-https-"));
  const authority = makeCertificates(folder);
  const port = await freePort();
  writeFileSync(join(folder, "Caddyfile"), caddyfile(port, server.port));
  const caddy = spawn("caddy", ["run", "--config", "Caddyfile", "--adapter", "caddyfile"], {
    cwd: folder,
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let output = "";
  caddy.stderr.on("data", (part: Buffer) => (output += part.toString()));
  await waitFor(
    "Caddy",
    () => output.includes("serving initial configuration") || caddy.exitCode !== null,
    15_000,
  );
  if (caddy.exitCode !== null) throw new Error(`Caddy ended:\n${output}`);
  return {
    url: `https://${HOST}:${port}`,
    chromiumArgs: [
      `--host-resolver-rules=MAP ${HOST} 127.0.0.1`,
      `--ignore-certificate-errors-spki-list=${fingerprint(authority)}`,
    ],
    async close() {
      await end(caddy);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The project's own file, with the test's host, port and certificate; everything else as it is. */
function caddyfile(port: number, upstream: number): string {
  const own = readFileSync(`${root}party/selfhost/Caddyfile`, "utf8");
  const changed = own
    .replace("tomato.example.org {", `https://${HOST}:${port} {\n\ttls leaf.pem leaf.key`)
    .replace("127.0.0.1:1999", `127.0.0.1:${upstream}`);
  if (!changed.includes(HOST) || !changed.includes(String(upstream)))
    throw new Error("the Caddyfile has changed its form");
  return `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${changed}`;
}

/** An authority and a certificate of it for HOST; returns the authority's file. */
function makeCertificates(folder: string): string {
  const openssl = (...args: string[]): void =>
    void execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
  const fresh = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...fresh,
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
    "-days",
    "2",
    "-subj",
    "/CN=Test authority",
  );
  openssl("req", ...fresh, "-keyout", "leaf.key", "-out", "leaf.csr", "-subj", `/CN=${HOST}`);
  writeFileSync(join(folder, "leaf.ext"), `subjectAltName=DNS:${HOST}\n`);
  openssl(
    "x509",
    "-req",
    "-in",
    "leaf.csr",
    "-CA",
    "ca.pem",
    "-CAkey",
    "ca.key",
    "-CAcreateserial",
    "-days",
    "2",
    "-extfile",
    "leaf.ext",
    "-out",
    "only.pem",
  );
  writeFileSync(
    join(folder, "leaf.pem"),
    readFileSync(join(folder, "only.pem"), "utf8") + readFileSync(join(folder, "ca.pem"), "utf8"),
  );
  return join(folder, "ca.pem");
}

/** base64(SHA-256(public key)): what Chromium knows an authority by. */
const fingerprint = (file: string): string =>
  createHash("sha256")
    .update(new X509Certificate(readFileSync(file)).publicKey.export({ type: "spki", format: "der" }))
    .digest("base64");

function end(process: ChildProcess): Promise<void> {
  return new Promise((done) => {
    process.once("exit", () => done());
    process.kill("SIGTERM");
  });
}
