/**
 * Runs a deployment on plain workerd as the platform does: the uploaded code byte for byte in PartyKit's own facade,
 * with PartyKit's compatibility settings and names of variables, and with the uploaded files.
 */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Deployment } from "./fakes/partykit-api";
import { freePort } from "./processes";
import { root } from "./paths";
import { waitFor } from "./wait";

const { default: workerd } = createRequire(import.meta.url)("workerd") as { readonly default: string };

export interface Platform {
  readonly port: number;
  readonly pid: number;
  readonly output: () => string;
  stop(): Promise<void>;
}

/**
 * `files`: the address that serves the uploaded files by their names. `around`: the main module, which may wrap the
 * facade; it imports the facade as "facade.js".
 */
export async function startPlatform(
  deployment: Deployment,
  files: string,
  folder: string,
  around = 'export * from "facade.js"; export { default } from "facade.js";',
): Promise<Platform> {
  const modules = new Map<string, string>([
    ["main.js", around],
    ["facade.js", facade()],
    ["__WORKER__", deployment.code],
    [
      "__STATIC_ASSETS_MANIFEST__",
      `export default ${JSON.stringify({ devServer: files, assets: deployment.assets })};`,
    ],
    ...deployment.modules,
  ]);
  mkdirSync(join(folder, "modules"), { recursive: true });
  mkdirSync(join(folder, "rooms"), { recursive: true });
  const listed = [...modules].map(([name, text], n) => {
    writeFileSync(join(folder, "modules", String(n)), text);
    return `(name = ${JSON.stringify(name)}, esModule = embed "modules/${n}")`;
  });
  const bound = Object.entries(deployment.vars).map(
    ([name, value]) => `(name = ${JSON.stringify(`pkvar-${name}`)}, text = ${JSON.stringify(value)})`,
  );
  const flags = ["nodejs_compat", ...deployment.compatibilityFlags].map((flag) => JSON.stringify(flag));
  const config = `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [
        (name = "main", worker = .room),
        (name = "rooms", disk = (writable = true)),
        (name = "internet", network = (allow = ["public", "private"])),
      ],
      sockets = [(name = "http", http = (), service = "main")],
    );
    const room :Workerd.Worker = (
      modules = [${listed.join(", ")}],
      compatibilityDate = ${JSON.stringify(deployment.compatibilityDate)},
      compatibilityFlags = [${flags.join(", ")}],
      durableObjectNamespaces = [(className = "PartyKitDurable", uniqueKey = "platform")],
      durableObjectStorage = (localDisk = "rooms"),
      bindings = [
        (name = "PARTYKIT_DURABLE", durableObjectNamespace = "PartyKitDurable"),
        (name = "PARTYKIT_CRONS", json = "{}"),
        ${bound.join(", ")}
      ],
    );`;
  writeFileSync(join(folder, "config.capnp"), config);
  const port = await freePort();
  const args = [`--socket-addr=http=127.0.0.1:${port}`, `--directory-path=rooms=${join(folder, "rooms")}`];
  const child = spawn(workerd, ["serve", join(folder, "config.capnp"), "config", ...args, "--control-fd=3"], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let output = "";
  let ready = false;
  child.stdio[3]?.on("data", () => (ready = true));
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (part: Buffer) => (output += part.toString()));
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const stop = (): Promise<void> => {
    child.kill("SIGKILL");
    return ended;
  };
  try {
    await waitFor("workerd", () => ready || child.exitCode !== null, 30_000);
    if (!ready) throw new Error("workerd ended");
  } catch (error) {
    await stop();
    throw new Error(`${String(error)}\n${output}`, { cause: error });
  }
  return { port, pid: child.pid ?? Number.NaN, output: () => output, stop };
}

/** PartyKit's facade, with its placeholders filled in for a project without R2, KV and further parties. */
function facade(): string {
  const text = readFileSync(join(root, "node_modules/partykit/dist/generated.js"), "utf8");
  const filled = text
    .replace("__R2_BINDINGS__", "[]")
    .replace("__KV_BINDINGS__", "[]")
    .replace("__PARTIES__;", "")
    .replaceAll("PARTYKIT_API_BASE", '""');
  if (filled.includes("__PARTIES__")) throw new Error("PartyKit's facade has changed its form");
  return filled;
}
