/**
 * Somebody who has nothing to do with the attack, and must not notice it. They run in a process of their own, so that
 * the attacker's work does not slow them down.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { root } from "../harness/paths";
import { within } from "../harness/wait";

const TIMEOUT_MS = 60_000;

export interface ProbeReport {
  /** Everything that went wrong; it must be empty. */
  readonly errors: readonly string[];
  /** By phase: ms from each press until its sender has the answer and a friend has received the change. */
  readonly latencies: Readonly<Record<string, readonly number[]>>;
}
export interface Probe {
  /** Latencies from now on count for this phase. */
  setPhase(name: string): void;
  end(): Promise<ProbeReport>;
  /** Kills the process, where nobody needs the report. */
  dispose(): void;
}

/** `host`: the address and port of the server. */
export async function startProbe(host: string): Promise<Probe> {
  const child = fork(fileURLToPath(new URL("probe-process.ts", import.meta.url)), [host], {
    cwd: root,
    execArgv: ["--import", "tsx"],
  });
  const exited = once(child, "exit");
  const receive = async (what: string): Promise<unknown> => {
    const message = once(child, "message").then(([first]: unknown[]) => first);
    const gone = exited.then(() => Promise.reject(new Error("the probe's process has ended")));
    return within(TIMEOUT_MS, what, Promise.race([message, gone]));
  };
  try {
    await receive("the probe in its room");
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  return {
    setPhase: (name) => void child.send(name),
    end() {
      const report = receive("the probe's report");
      child.send("end");
      return report as Promise<ProbeReport>;
    },
    dispose: () => void child.kill("SIGKILL"),
  };
}
