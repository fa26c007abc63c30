/** workerd without `npm start`: there are no VAPID keys, as in a deployment without them. */
import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { sendRequest } from "./http";
import { freePort } from "./processes";
import { root, temporaryFolder } from "./paths";
import { waitFor, within } from "./wait";

/** Loaded by Node, because the test runner resolves the package's default export differently. */
const { default: workerd } = createRequire(import.meta.url)("workerd") as { default: string };

export interface KeylessServer {
  readonly port: number;
  readonly dispose: () => Promise<void>;
}

/** Needs a build, which the tests' global setup makes. */
export async function startKeylessServer(): Promise<KeylessServer> {
  const port = await freePort();
  const dataDir = temporaryFolder();
  mkdirSync(`${dataDir}/rooms`);
  const child = spawn(
    workerd,
    [
      "serve",
      `${root}party/platform/config.capnp`,
      "config",
      `--socket-addr=http=127.0.0.1:${port}`,
      `--directory-path=assets=${root}dist/app`,
      `--directory-path=rooms=${dataDir}`,
      `--directory-path=roomFiles=${dataDir}/rooms`,
    ],
    { stdio: "ignore", env: {} },
  );
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const kill = (): boolean => child.kill("SIGKILL");
  process.once("exit", kill);
  const dispose = async (): Promise<void> => {
    kill();
    await within(10_000, "the end of workerd", ended);
    process.off("exit", kill);
    rmSync(dataDir, { recursive: true, force: true });
  };
  const isReady = (): Promise<boolean> =>
    sendRequest({ port }, "/healthz").then(
      ({ status }) => status === 200,
      () => false,
    );
  try {
    await waitFor("workerd answers", isReady, 30_000);
    return { port, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
