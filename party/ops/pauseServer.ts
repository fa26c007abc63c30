/** Finds the workerd that serves a data folder, and stops it for a moment, in which nothing is written or lost. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";

interface ProcessArguments {
  readonly pid: number;
  readonly args: readonly string[];
}

const hasProc = existsSync("/proc/self/task");
/** How long its threads may take to stop, in ms. A thread that waits for the disk stops when the disk has answered. */
const STOP_MS = 5000;
const ROOMS = "--directory-path=rooms=";

/** The pid of the workerd that serves this folder, also by another path (a container's volume, a link); or null. */
export function findServer(dataDir: string): number | null {
  const own = fileId(dataDir);
  for (const { pid, args } of listProcesses()) {
    const path = args.find((arg) => arg.startsWith(ROOMS))?.slice(ROOMS.length);
    if (path === undefined) continue;
    if (fileId(hasProc ? `/proc/${pid}/root${path}` : path) === own) return pid;
  }
  return null;
}

/**
 * Runs the job while the process is stopped, and returns how long it was, in ms. The process always continues: if this
 * program is killed meanwhile, a shell that waits for its end continues it.
 */
export async function pauseWhile(pid: number, job: () => void): Promise<number> {
  const guard = spawn("/bin/sh", ["-c", 'read -r _; kill -CONT "$0"', String(pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  await new Promise((resolve, reject) => guard.once("spawn", resolve).once("error", reject));
  const start = performance.now();
  try {
    process.kill(pid, "SIGSTOP");
    while (!isStopped(pid)) {
      if (performance.now() - start > STOP_MS) throw new Error(`the server (${pid}) does not stop`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    job();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
    throw new Error(`the server (${pid}) is another user's: run this as that user`, { cause: error });
  } finally {
    try {
      process.kill(pid, "SIGCONT");
    } catch {
      // It is another user's, or it has ended.
    }
    guard.kill();
  }
  return performance.now() - start;
}

/** Whether all threads have stopped: SIGSTOP takes effect a little later. */
function isStopped(pid: number): boolean {
  if (!hasProc)
    return execFileSync("ps", ["-o", "state=", "-p", String(pid)], { encoding: "utf8" }).startsWith("T");
  return readdirSync(`/proc/${pid}/task`).every((thread) => {
    const stat = readIfExists(`/proc/${pid}/task/${thread}/stat`);
    return stat === "" || /^[Tt]/.test(stat.slice(stat.lastIndexOf(")") + 2));
  });
}

/** Every process whose arguments this user may read. */
function listProcesses(): ProcessArguments[] {
  if (hasProc) {
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return pids.map((pid) => ({
      pid: Number(pid),
      args: readIfExists(`/proc/${pid}/cmdline`).split("\0"),
    }));
  }
  const table = execFileSync("ps", ["-A", "-o", "pid=,args="], { encoding: "utf8", maxBuffer: 2 ** 26 });
  return table.split("\n").flatMap((line) => {
    const [, pid, args = ""] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), args: args.split(/ (?=--)/) }];
  });
}

/** The same for two paths to one file; null where there is none, or none that this user may see. */
function fileId(path: string): string | null {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev} ${ino}`;
  } catch {
    return null;
  }
}

/** Empty where the process has ended. */
function readIfExists(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
