/** workerd alone, whose objects ring (ringing-workerd/): which part of the cost is the platform's. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../harness/paths";
import { freePort } from "../harness/processes";
import { delay, waitFor } from "../harness/wait";
import { isListening } from "./empty-workerd";
import type { RingTarget } from "./rings";

const { default: workerd } = createRequire(import.meta.url)("workerd") as { readonly default: string };
const READY_MS = 10_000;

export async function startRingingWorkerd(): Promise<RingTarget> {
  const [port, folder] = [await freePort(), temporaryFolder()];
  const config = fileURLToPath(new URL("ringing-workerd/config.capnp", import.meta.url));
  const args = ["serve", config, `--socket-addr=http=127.0.0.1:${port}`, `--directory-path=rooms=${folder}`];
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    child = spawn(workerd, args, { stdio: "inherit" });
    await waitFor("workerd accepts connections", () => isListening(port), READY_MS);
  };
  const crash = async (): Promise<void> => {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  };
  await start();
  process.once("exit", () => child.kill("SIGKILL"));
  return {
    name: "workerd alone",
    port,
    spreadMs: 0,
    pid: () => child.pid ?? NaN,
    path: (room) => `/${room}`,
    posts: [String],
    deadlineIn: Number,
    isRing: (text) => text.includes('"ring"'),
    change: "change",
    crash,
    restart: start,
    untilOverdue: (_rooms, deadline) => delay(deadline - Date.now()),
    rangAfter: () => null,
    countNotRungOnce: () => null,
    async dispose() {
      await crash();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
