/**
 * `npm run dev`: Vite and `partykit dev`, each of which reloads its own part; both end together.
 * partykit dev listens on all interfaces and opens an inspector, so use it only on a network that you trust.
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { root } from "./root";

const { ROOMS_PORT = "1998" } = process.env;

export function main(): void {
  const partykit = ["dev", "--port", ROOMS_PORT, "--persist", ".data/dev"];
  const children = [
    run("partykit", [...partykit, "--disable-request-cf-fetch", "--no-hotkeys"]),
    run("vite", ["src", "--config", "vite.config.ts"]),
  ];
  let isStopping = false;
  for (const child of children) {
    child.on("exit", (code) => {
      for (const other of children) other.kill();
      if (!isStopping) process.exitCode = code ?? 1;
    });
  }
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      isStopping = true;
      for (const child of children) child.kill("SIGTERM");
    });
  }
}

const run = (command: string, args: readonly string[]): ChildProcess =>
  spawn(`${root}node_modules/.bin/${command}`, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ROOMS_PORT },
  });
