/** workerd with nothing of this project in it, to show which part of the cost is the platform's. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../harness/paths";
import { freePort } from "../harness/processes";
import { waitFor } from "../harness/wait";
import type { Target } from "./targets";

const { default: workerd } = createRequire(import.meta.url)("workerd") as { readonly default: string };
const READY_MS = 10_000;

/** What is on disk before anyone is told: nothing, a value, or a value and the time of an alarm. */
export type Stored = "nothing" | "put" | "alarm";
const NAMES: Readonly<Record<Stored, string>> = {
  nothing: "workerd alone",
  put: "workerd alone, stores a value",
  alarm: "workerd alone, stores a value and an alarm",
};

/** In a process of its own, on a free loopback port. */
export async function startEmptyWorkerd(stored: Stored = "nothing"): Promise<Target> {
  const port = await freePort();
  const folder = temporaryFolder();
  const name = stored === "nothing" ? "config" : "stored";
  const config = fileURLToPath(new URL(`empty-workerd/${name}.capnp`, import.meta.url));
  const disk = stored === "nothing" ? [] : [`--directory-path=rooms=${folder}`];
  const child = spawn(workerd, ["serve", config, `--socket-addr=http=127.0.0.1:${port}`, ...disk], {
    stdio: "inherit",
  });
  process.once("exit", () => child.kill("SIGKILL"));
  await waitFor("workerd accepts connections", () => isListening(port), READY_MS);
  return {
    name: NAMES[stored],
    socket: (room) => `ws://127.0.0.1:${port}/${stored}/${room}`,
    pid: () => child.pid ?? NaN,
    dispose() {
      child.kill("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
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
