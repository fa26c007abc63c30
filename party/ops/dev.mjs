// npm run dev: Vite and `partykit dev` side by side, each reloading what is its own; ends both together.
// partykit dev listens on all interfaces and opens an inspector: for development on a network that you trust.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const { ROOMS_PORT = "1998" } = process.env;
const bin = `${root}node_modules/.bin/`;

/** @param {string} command @param {string[]} args */
const run = (command, args) =>
  spawn(bin + command, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ROOMS_PORT },
  });

const children = [
  run("partykit", [
    "dev",
    "--port",
    ROOMS_PORT,
    "--persist",
    ".data/dev",
    "--disable-request-cf-fetch",
    "--no-hotkeys",
  ]),
  run("vite", ["src", "--config", "vite.config.ts"]),
];
let stopping = false;
for (const child of children) {
  child.on("exit", (code) => {
    for (const other of children) other.kill();
    if (!stopping) process.exitCode = code ?? 1;
  });
}
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    stopping = true;
    for (const child of children) child.kill("SIGTERM");
  });
}
