/** One process of workerd. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import workerd from "workerd";
import type { VapidSettings } from "../shared/vapidSettings";
import type { Settings } from "./environment";
import { root } from "./root";

export interface WorkerdOptions {
  readonly settings: Settings;
  readonly vapid: VapidSettings;
  /** How many files it may open; null: not known. */
  readonly descriptorLimit: number | null;
  /** The open file that holds the lock on DATA_DIR; null where there is none to inherit. */
  readonly lock: number | null;
  /** By which workerd knows a request of this program. */
  readonly token: string;
  /** Gets each line that workerd prints. */
  readonly onLine: (line: string, stream: "stdout" | "stderr") => void;
}
export interface Workerd {
  readonly process: ChildProcess;
  /** Resolves to the port when it listens. */
  readonly port: Promise<number>;
}

/** Starts workerd. The rooms get the environment through config.capnp. */
export function startWorkerd(options: WorkerdOptions): Workerd {
  const { settings, vapid, descriptorLimit, lock, token, onLine } = options;
  const { HOST, PORT, DATA_DIR, PUSH_ORIGINS, HOOK_ORIGINS } = settings;
  const child = spawn(
    workerd.default,
    [
      "serve",
      `${root}party/platform/config.capnp`,
      PUSH_ORIGINS + HOOK_ORIGINS === "" ? "config" : "private",
      `--socket-addr=http=${bracketed(HOST)}:${PORT}`,
      `--directory-path=assets=${root}dist/app`,
      `--directory-path=rooms=${DATA_DIR}`,
      `--directory-path=roomFiles=${DATA_DIR}/rooms`,
      "--control-fd=3",
    ],
    {
      env: { ...process.env, ...vapid, DESCRIPTOR_LIMIT: String(descriptorLimit ?? ""), START_TOKEN: token },
      stdio: ["ignore", "pipe", "pipe", "pipe", lock ?? "ignore"],
    },
  );
  if (process.platform !== "win32") guard(child);
  for (const stream of ["stdout", "stderr"] as const) {
    const output = child[stream];
    if (output !== null) createInterface(output).on("line", (line) => onLine(line, stream));
  }
  const port = new Promise<number>((resolve) => {
    child.stdio[3]?.on("data", (line: Buffer) => {
      const { event, port } = JSON.parse(line.toString()) as { event: string; port: number };
      if (event === "listen") resolve(port);
    });
  });
  return { process: child, port };
}

/** The address at which people open the app. */
export const urlOf = ({ HOST }: Settings, port: number): string =>
  `http://${HOST === "127.0.0.1" || HOST === "::1" ? "localhost" : bracketed(HOST)}:${port}`;

/** The address at which this machine reaches the server. */
export const ownUrlOf = ({ HOST }: Settings, port: number): string =>
  `http://${HOST === "0.0.0.0" ? "127.0.0.1" : HOST === "::" ? "[::1]" : bracketed(HOST)}:${port}`;

const bracketed = (host: string): string => (host.includes(":") ? `[${host}]` : host);

/** A shell that kills workerd when this process is killed: workerd would continue and hold the port. */
function guard(child: ChildProcess): void {
  if (child.pid === undefined) return; // it could not be started
  const shell = spawn("/bin/sh", ["-c", 'read -r _; kill -9 "$0"', String(child.pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  shell.on("error", () => {}); // a system without a shell
  shell.unref();
  child.on("exit", () => shell.kill());
}
