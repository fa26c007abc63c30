/** The process of workerd: how it is started, and how it and the start program end together. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import workerd from "workerd";
import type { VapidSettings } from "../shared/vapidSettings";
import type { Settings } from "./environment";
import { root } from "./root";

/** How long workerd may take to close its connections, in ms. The sockets of a room never close by themselves. */
const GRACE_MS = 2000;

/** Starts workerd. `url` resolves when it listens. The rooms get the environment through config.capnp. */
export function serve(
  { HOST, PORT, DATA_DIR, PUSH_ORIGINS }: Settings,
  vapid: VapidSettings,
): { readonly server: ChildProcess; readonly url: Promise<string> } {
  const host = HOST.includes(":") ? `[${HOST}]` : HOST;
  const server = spawn(
    workerd.default,
    [
      "serve",
      `${root}party/platform/config.capnp`,
      PUSH_ORIGINS === "" ? "config" : "private",
      `--socket-addr=http=${host}:${PORT}`,
      `--directory-path=assets=${root}dist/app`,
      `--directory-path=rooms=${DATA_DIR}`,
      "--control-fd=3",
    ],
    { stdio: ["ignore", "inherit", "inherit", "pipe"], env: { ...process.env, ...vapid } },
  );
  const url = new Promise<string>((resolve) => {
    server.stdio[3]?.on("data", (line: Buffer) => {
      const { event, port } = JSON.parse(line.toString()) as { event: string; port: number };
      const name = HOST === "127.0.0.1" || HOST === "::1" ? "localhost" : host;
      if (event === "listen") resolve(`http://${name}:${port}`);
    });
  });
  return { server, url };
}

/**
 * SIGINT and SIGTERM end workerd, and with it this process (exit code 0). If workerd ends by itself, this process ends
 * with its code, or with 1. `onError` is called where workerd cannot be started.
 */
export function endTogether(server: ChildProcess, onError: (error: Error) => void): void {
  let isStopping = false;
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      server.kill("SIGTERM");
      setTimeout(() => server.kill("SIGKILL"), GRACE_MS).unref();
    });
  }
  process.on("exit", () => server.kill("SIGKILL"));
  server.on("error", onError);
  server.on("exit", (code, signal) => {
    if (isStopping) process.exit(0);
    console.error(`Shared Pomodoro ended: workerd ${signal ?? code}`);
    process.exit(code === null || code === 0 ? 1 : code);
  });
  if (process.platform !== "win32") guard(server);
}

/** A shell that kills workerd when this process is killed: workerd would go on and hold the port. */
function guard(server: ChildProcess): void {
  const shell = spawn("/bin/sh", ["-c", 'read -r _; kill -9 "$0"', String(server.pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  shell.on("error", () => {}); // a system without a shell
  shell.unref();
  server.on("exit", () => shell.kill());
}
