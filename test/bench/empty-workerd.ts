/** workerd with nothing of this project in it, to show which part of the cost is the platform's. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { freePort } from "../harness/processes";
import { waitFor } from "../harness/wait";
import type { Target } from "./targets";

const { default: workerd } = createRequire(import.meta.url)("workerd") as { readonly default: string };
const READY_MS = 10_000;

/** In a process of its own, on a free loopback port. */
export async function startEmptyWorkerd(): Promise<Target> {
  const port = await freePort();
  const config = fileURLToPath(new URL("empty-workerd/config.capnp", import.meta.url));
  const child = spawn(workerd, ["serve", config, `--socket-addr=http=127.0.0.1:${port}`], {
    stdio: "inherit",
  });
  process.once("exit", () => child.kill("SIGKILL"));
  await waitFor("workerd accepts connections", () => isListening(port), READY_MS);
  return {
    name: "workerd alone",
    socket: (room) => `ws://127.0.0.1:${port}/${room}`,
    pid: () => child.pid ?? NaN,
    dispose() {
      child.kill("SIGKILL");
      return Promise.resolve();
    },
  };
}

export async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
