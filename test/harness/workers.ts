/** What `npm run deploy -- --workers` uploads, run by wrangler's own runtime on this machine. */
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { workersConfig } from "../../party/ops/workersConfig";
import { sendRequest } from "./http";
import { ltsNode } from "./lts-node";
import { root } from "./paths";
import { freePort, isAlive } from "./processes";
import { waitFor, within } from "./wait";

export interface LocalWorker {
  readonly port: number;
  readonly host: string;
  readonly output: () => string;
  /** Sends SIGKILL to wrangler and everything that it has started. */
  kill(): Promise<void>;
}

/** `folder`: has the configuration and the stored rooms, and can be used again. */
export async function startWorker(
  folder: string,
  vars: Readonly<Record<string, string>>,
): Promise<LocalWorker> {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, "wrangler.json");
  writeFileSync(config, JSON.stringify({ ...workersConfig(null), vars }));
  const [port, inspector] = [await freePort(), await freePort()];
  const args = ["dev", "--no-bundle", "--config", config, "--ip", "127.0.0.1", "--port", String(port)];
  const more = ["--inspector-port", String(inspector), "--persist-to", join(folder, "state")];
  const quiet = ["--show-interactive-dev-session=false", "--live-reload=false"];
  const bin = join(root, "node_modules/wrangler/bin/wrangler.js");
  const child = spawn(ltsNode(), [bin, ...args, ...more, ...quiet], {
    cwd: folder,
    detached: true, // a process group of its own, so that all of it can be killed
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      HOME: folder,
      CI: "1",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
      WRANGLER_SEND_METRICS: "false",
    },
  });
  const group = child.pid ?? Number.NaN;
  let output = "";
  const collect = (part: Buffer): void => void (output += part.toString());
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const worker: LocalWorker = {
    port,
    host: `127.0.0.1:${port}`,
    output: () => output,
    async kill() {
      if (isAlive(-group)) process.kill(-group, "SIGKILL");
      await within(10_000, () => `the end of wrangler\n${output}`, ended);
    },
  };
  try {
    const answers = () =>
      sendRequest(worker, "/healthz").then(
        ({ status }) => status === 200,
        () => child.exitCode !== null,
      );
    await waitFor("wrangler answers", answers, 60_000);
    if (child.exitCode !== null) throw new Error("wrangler ended");
    return worker;
  } catch (error) {
    await worker.kill();
    throw new Error(`${String(error)}\n${output}`, { cause: error });
  }
}
