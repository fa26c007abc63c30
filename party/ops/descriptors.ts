/** File descriptors: how many workerd may have, and how many 5,000 connections need. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** 5,000 connections, three in each room: 2 descriptors for a connection, 3 for a room, and a reserve for requests. */
export const NEEDED_DESCRIPTORS = 16_384;

/**
 * How many files workerd may open; null where this system has no such limit. Node raises its own soft limit to the
 * hard limit when it starts, and workerd inherits that.
 */
export function descriptorLimit(): number | null {
  if (process.platform === "win32") return null;
  try {
    const text = existsSync("/proc/self/limits")
      ? /^Max open files +(\S+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1]
      : execFileSync("/bin/sh", ["-c", "ulimit -n"], { encoding: "utf8" }).trim();
    const limit = Number(text);
    return Number.isSafeInteger(limit) && limit > 0 ? limit : null; // "unlimited" is none
  } catch {
    return null;
  }
}

/** The line that warns of a limit that is too low; null where it is high enough. */
export function descriptorWarning(limit: number | null): string | null {
  if (limit === null || limit >= NEEDED_DESCRIPTORS) return null;
  return (
    `Shared Pomodoro: only ${limit} files may be open, and 5,000 connections need ${NEEDED_DESCRIPTORS}; when none is ` +
    "left, the server ends and starts again. Raise the limit: ulimit -Hn, LimitNOFILE= of systemd, " +
    "--ulimit nofile= of Docker"
  );
}
