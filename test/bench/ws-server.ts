/** Starts the plain `ws` servers (`ws-server-process.ts`) that our room is compared with. */
import { build } from "esbuild";
import { fork } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../harness/paths";
import type { Target } from "./targets";

/** In a process of its own, on a free loopback port. `stores`: each change is on disk before anyone is told. */
export async function startWsServer({ stores = false } = {}): Promise<Target> {
  // Bundled first, because tsx in the server's own process would add 20 MB to its memory.
  const folder = temporaryFolder();
  const program = join(folder, "server.cjs");
  await build({
    entryPoints: [fileURLToPath(new URL("ws-server-process.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["bufferutil", "utf-8-validate"], // optional parts of ws, which are not installed
  });
  const child = fork(program, stores ? [folder] : [], {
    execArgv: [],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const port = await new Promise((done, fail) => {
    child.once("message", done);
    child.once("exit", () => fail(new Error("the ws server ended before it was ready")));
  });
  return {
    name: stores ? "ws, each change synced" : "bare ws",
    socket: (room) => `ws://127.0.0.1:${String(port)}/${room}`,
    pid: () => child.pid ?? NaN,
    dispose() {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}
