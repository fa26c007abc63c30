/** The servers that a benchmark compares, and what the system says that each has used. */
import { readFileSync } from "node:fs";
import { descriptorsOf, memoryOf } from "../harness/processes";
import { startServer } from "../harness/server";
import { startWsServer } from "./ws-server";

/** A server that is measured. */
export interface Target {
  readonly name: string;
  /** The address of a room's socket. */
  socket(room: string): string;
  /** Of the process that does the work. */
  pid(): number;
  dispose(): Promise<void>;
}

/** Our server and the bare `ws` server, both freshly started. */
export async function startTargets(): Promise<Target[]> {
  const server = await startServer();
  const ours: Target = {
    name: "Shared Pomodoro",
    socket: (room) => server.socket(room),
    pid: () => server.workerdPid,
    dispose: () => server.dispose(),
  };
  return [ours, await startWsServer()];
}

/** Ends all of these servers. */
export async function disposeAll(targets: readonly Target[]): Promise<void> {
  for (const target of targets) await target.dispose();
}

export interface Usage {
  /** Bytes. */
  readonly resident: number;
  readonly anonymous: number;
  /** Processor time since the start, in ms. */
  readonly cpuMs: number;
  /** Open file descriptors. */
  readonly descriptors: number;
}

/** The kernel counts processor time in hundredths of a second on every Linux. */
const MS_PER_TICK = 10;

/** Linux only. */
export function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The fields from the third on: the second is the name, which may contain spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const cpuMs = (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
  return { ...memoryOf(pid), cpuMs, descriptors: descriptorsOf(pid) };
}
