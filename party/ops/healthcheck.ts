/** Exits with 0 where the server on this machine is well (/healthz), and with 1 elsewhere: a container's health check. */
import { readSetting } from "./environment";

/** Longer than /healthz waits for a disk (party/platform/disk.ts), in ms, and shorter than the timeout in the Dockerfile. */
const TIMEOUT_MS = 4000;

export async function main(): Promise<void> {
  try {
    const port = readSetting(process.env, "PORT");
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal });
    if (!answer.ok) throw new Error(`/healthz answers ${answer.status} ${await answer.text()}`);
  } catch (error) {
    console.error(`not healthy: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
