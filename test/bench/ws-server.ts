/** Starts the bare `ws` server (`ws-server-process.ts`) that our room is compared with. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { root } from "../harness/paths";
import type { Target } from "./targets";

/** In a process of its own, on a free loopback port. */
export async function startWsServer(): Promise<Target> {
  const child = fork(fileURLToPath(new URL("ws-server-process.ts", import.meta.url)), {
    cwd: root,
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const port = await new Promise((done, fail) => {
    child.once("message", done);
    child.once("exit", () => fail(new Error("the ws server ended before it was ready")));
  });
  return {
    name: "bare ws",
    socket: (room) => `ws://127.0.0.1:${String(port)}/${room}`,
    pid: () => child.pid ?? NaN,
    dispose() {
      child.kill("SIGKILL");
      return Promise.resolve();
    },
  };
}
