// Our server and the bare one, side by side, and what the system says that each has used.
import { readdirSync, readFileSync } from "node:fs";
import { startBare } from "./bare.mjs";

/** The kernel counts processor time in hundredths of a second on every Linux there is. */
const MS_A_TICK = 10;

/** @typedef {{ name: string, socket: (room: string) => string, pid: () => number }} Contender */

/** Both fresh. @param {import("./load.mjs").Tools} tools */
export async function startPair({ startServer }) {
  const server = await startServer();
  const bare = await startBare();
  /** @type {Contender[]} */
  const contenders = [
    { name: "Shared Pomodoro", socket: (room) => server.socket(room), pid: () => server.workerdPid },
    bare,
  ];
  const dispose = async () => {
    bare.dispose();
    await server.dispose();
  };
  return { server, contenders, dispose };
}

/** Memory in bytes, processor time in ms, open file descriptors. @param {number} pid */
export function usage(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const bytes = (/** @type {string} */ name) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? NaN) * 1024;
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // from the third on: the name may hold spaces
  return {
    resident: bytes("VmRSS"),
    anonymous: bytes("RssAnon"),
    cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_A_TICK,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
  };
}
