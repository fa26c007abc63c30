/** A development server of another project, with everything that it starts: `partykit dev`, `wrangler dev`. */
import { spawn } from "node:child_process";
import type { SpawnOptions } from "node:child_process";
import { sendRequest } from "./http";
import { isAlive } from "./processes";
import { waitFor, within } from "./wait";

export interface DevelopmentServer {
  readonly port: number;
  readonly host: string;
  readonly output: () => string;
  /** Sends SIGKILL to the server and everything that it has started. */
  kill(): Promise<void>;
}

/** `name`: for errors. Resolves when `/healthz` on the port of loopback is answered; `readyMs`: after so long it fails. */
export async function startDevelopmentServer(
  name: string,
  [program, ...args]: readonly [program: string, ...args: string[]],
  { port, readyMs, ...options }: Pick<SpawnOptions, "cwd" | "env"> & { port: number; readyMs: number },
): Promise<DevelopmentServer> {
  const child = spawn(program, args, {
    ...options,
    detached: true, // a process group of its own, so that all of it can be killed
    stdio: ["ignore", "pipe", "pipe"],
  });
  const group = child.pid ?? Number.NaN;
  let output = "";
  const collect = (part: Buffer): void => void (output += part.toString());
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const server: DevelopmentServer = {
    port,
    host: `127.0.0.1:${port}`,
    output: () => output,
    async kill() {
      if (isAlive(-group)) process.kill(-group, "SIGKILL");
      await within(10_000, () => `the end of ${name}\n${output}`, ended);
    },
  };
  try {
    const answers = () =>
      sendRequest(server, "/healthz").then(
        ({ status }) => status === 200,
        () => child.exitCode !== null,
      );
    await waitFor(`${name} answers`, answers, readyMs);
    if (child.exitCode !== null) throw new Error(`${name} ended`);
    return server;
  } catch (error) {
    await server.kill();
    throw new Error(`${String(error)}\n${output}`, { cause: error });
  }
}
