/** Facts about a process, from the operating system: children, ports, memory. */
import { execFileSync } from "node:child_process";
import { randomInt } from "node:crypto";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";

const hasProc = existsSync("/proc/self/task");

export interface Process {
  readonly pid: number;
  readonly command: string;
}

/** The child processes of `pid`. */
export function childrenOf(pid: number): Process[] {
  if (hasProc) {
    const pids = read(`/proc/${pid}/task/${pid}/children`).trim().split(" ").filter(Boolean).map(Number);
    return pids.map((child) => ({ pid: child, command: read(`/proc/${child}/comm`).trim() }));
  }
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" });
  return table.split("\n").flatMap((line) => {
    const [, child, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === pid ? [{ pid: Number(child), command: command?.split("/").at(-1) ?? "" }] : [];
  });
}

/** Whether the process runs; a zombie does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !hasProc || !/^State:\s+Z/m.test(read(`/proc/${pid}/status`));
}

/** Every address on which the process accepts TCP connections, such as "127.0.0.1:1999". */
export function listeningAddresses(pid: number): string[] {
  if (!hasProc) {
    const args = ["-nP", "-a", "-iTCP", "-sTCP:LISTEN", "-Fn", "-p", String(pid)];
    const lines = execFileSync("lsof", args, { encoding: "utf8" }).split("\n");
    return lines.filter((line) => line.startsWith("n")).map((line) => line.slice(1));
  }
  const open = new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => linkAt(`/proc/${pid}/fd/${fd}`)));
  return ["tcp", "tcp6"].flatMap((table) =>
    read(`/proc/net/${table}`)
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state, , , , , , inode]) => state === "0A" && open.has(`socket:[${inode}]`))
      .map(([, local = ""]) => {
        const [address = "", port = ""] = local.split(":");
        return `${table === "tcp" ? dotted(address) : address}:${Number.parseInt(port, 16)}`;
      }),
  );
}

/** Memory in bytes: all that is resident, and the part without a file (NaN where the system does not tell). */
export function memoryOf(pid: number): { readonly resident: number; readonly anonymous: number } {
  if (!hasProc) {
    const resident =
      Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) * 1024;
    return { resident, anonymous: Number.NaN };
  }
  const status = read(`/proc/${pid}/status`);
  const bytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? Number.NaN) * 1024;
  return { resident: bytes("VmRSS"), anonymous: bytes("RssAnon") };
}

/** How many file descriptors the process has open. Linux only. */
export const descriptorsOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** How many rooms have their database open, which is so while they are awake. `pid`: of workerd. Linux only. */
export const awakeRooms = (pid: number): number =>
  new Set(
    readdirSync(`/proc/${pid}/fd`)
      .map((fd) => linkAt(`/proc/${pid}/fd/${fd}`))
      .filter((path) => /\/[0-9a-f]{64}\.sqlite$/.test(path)),
  ).size;

/**
 * The range of `freePort`: below the ports from which a system takes those of outgoing connections and of servers that
 * ask for any (from 32768 on in Linux). One of those could be taken by another program before its user opens it.
 */
const PORTS = { first: 20_000, count: 12_000 };

/** A free port of the loopback interface. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + randomInt(PORTS.count);
    if (await isFree(port)) return port;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", ({ code }: NodeJS.ErrnoException) =>
      code === "EADDRINUSE" ? done(false) : fail(new Error(`no port can be opened: ${code}`)),
    );
    probe.listen({ port, host: "127.0.0.1" }, () => probe.close(() => done(true)));
  });

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // the process has ended
  }
}

function linkAt(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ""; // closed in between
  }
}

/** "0100007F" → "127.0.0.1": the kernel writes the address as one little-endian number. */
const dotted = (hex: string): string =>
  [6, 4, 2, 0].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(".");
