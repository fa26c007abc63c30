// workerd, found by the folder that it serves, and stopped for a moment: nothing is written then, and nothing is lost.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";

const hasProc = existsSync("/proc/self/task");
/** How long its threads may take to stop, in ms: one that waits for the disk stops when the disk has answered. */
const STOP_MS = 5000;

/**
 * The process of workerd whose rooms are in this folder, also by another path to it (a container's volume, a link).
 * @param {string} data @returns {number | null}
 */
export function serverOn(data) {
  const own = identityOf(data);
  for (const { pid, args } of processes()) {
    const path = args.find((arg) => arg.startsWith("--directory-path=rooms="))?.slice(23);
    if (path === undefined) continue;
    if (identityOf(hasProc ? `/proc/${pid}/root${path}` : path) === own) return pid;
  }
  return null;
}

/**
 * Does the job while the process stands still. It goes on in any case: if this process is killed, a guard sees to it.
 * @param {number} pid @param {() => void} job @returns {Promise<number>} for how long it stood, in ms
 */
export async function pause(pid, job) {
  const guard = spawn("/bin/sh", ["-c", 'read -r _; kill -CONT "$0"', String(pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  await new Promise((ready, failed) => guard.once("spawn", ready).once("error", failed));
  const start = performance.now();
  try {
    process.kill(pid, "SIGSTOP");
    while (!standsStill(pid)) {
      if (performance.now() - start > STOP_MS) throw new Error(`the server (${pid}) does not stop`);
      await new Promise((done) => setTimeout(done, 1));
    }
    job();
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EPERM") throw error;
    throw new Error(`the server (${pid}) is another user's: run this as that user`, { cause: error });
  } finally {
    try {
      process.kill(pid, "SIGCONT");
    } catch {
      // it is another user's, or has ended
    }
    guard.kill();
  }
  return performance.now() - start;
}

/** All threads, and not only asked to. @param {number} pid */
function standsStill(pid) {
  if (!hasProc)
    return execFileSync("ps", ["-o", "state=", "-p", String(pid)], { encoding: "utf8" }).startsWith("T");
  return readdirSync(`/proc/${pid}/task`).every((thread) => {
    const stat = readIfThere(`/proc/${pid}/task/${thread}/stat`);
    return stat === "" || /^[Tt]/.test(stat.slice(stat.lastIndexOf(")") + 2));
  });
}

/** @returns {{ pid: number, args: string[] }[]} every process that may be looked at */
function processes() {
  if (hasProc) {
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    return pids.map((pid) => ({ pid: Number(pid), args: readIfThere(`/proc/${pid}/cmdline`).split("\0") }));
  }
  const table = execFileSync("ps", ["-A", "-o", "pid=,args="], { encoding: "utf8", maxBuffer: 2 ** 26 });
  return table.split("\n").flatMap((line) => {
    const [, pid, args = ""] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), args: args.split(/ (?=--)/) }];
  });
}

/** @param {string} path */
function identityOf(path) {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev} ${ino}`;
  } catch {
    return null; // not there, or not for us to see
  }
}

/** @param {string} path */
function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // it has ended
  }
}
