// npm start: checks the environment, builds what is not built, starts workerd, and ends with it.
// PORT, HOST, DATA_DIR and the VAPID keys are read here; the rest of the environment reaches the rooms through config.capnp.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer, isIP } from "node:net";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import workerd from "workerd";
import { notAnOrigin } from "./origins.mjs";
import { vapidFor } from "./vapidKeys.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** How long workerd may take to close its sockets, in ms: those of a room never close by themselves. */
const GRACE_MS = 2000;

/** @param {string} why @returns {never} */
function fail(why) {
  console.error(`Shared Pomodoro cannot start: ${why}`);
  process.exit(1);
}

/** @param {string} name @param {string} value */
function portOf(name, value) {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) fail(`${name} is not a port number: ${value}`);
  return Number(value);
}

const { HOST: host = "127.0.0.1", DATA_DIR = ".data" } = process.env;
const port = portOf("PORT", process.env["PORT"] ?? "1999");
const data = resolve(root, DATA_DIR);
const address = `${host.includes(":") ? `[${host}]` : host}:${port}`;

try {
  mkdirSync(data, { recursive: true });
} catch (error) {
  fail(`DATA_DIR: ${/** @type {Error} */ (error).message}`);
}
const vapid = vapidKeys();
checkPushOrigins();
checkProxies();
await isFree();
await build();
sweep();
const { url, server } = start();
endWith(server);
console.log(`Shared Pomodoro on ${await url}`);

function vapidKeys() {
  try {
    return vapidFor(process.env, `${data}/vapid.json`);
  } catch (error) {
    return fail(/** @type {Error} */ (error).message);
  }
}

function checkPushOrigins() {
  const wrong = notAnOrigin(process.env["PUSH_ORIGINS"]);
  if (wrong !== undefined) fail(`PUSH_ORIGINS: not an origin like https://push.example.org: ${wrong}`);
}

/** What cannot be read would be believed of nobody, and whoever has set it would look for the fault elsewhere. */
function checkProxies() {
  const entries = (process.env["TRUST_PROXY"] ?? "").split(/[\s,]+/).filter((entry) => entry !== "");
  const wrong = entries.find((entry) => {
    const [address = "", bits, more] = entry.split("/");
    const width = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
    const isRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= width);
    return width < 0 || address.includes("%") || !isRange || more !== undefined;
  });
  if (wrong !== undefined) {
    fail(`TRUST_PROXY: not an address like 127.0.0.1 or a range like 10.0.0.0/8: ${wrong}`);
  }
}

/** workerd dies with a stack trace where it cannot listen; a plain message says more. */
function isFree() {
  return new Promise((done) => {
    const probe = createServer();
    probe.once("error", (/** @type {NodeJS.ErrnoException} */ error) =>
      fail(
        error.code === "EADDRINUSE"
          ? `${address} is taken; set PORT to another`
          : `${address}: ${error.message}`,
      ),
    );
    probe.listen({ port, host }, () => probe.close(done));
  });
}

/** workerd leaves an empty file behind for every room that was only looked at: one page, and no log beside it. */
function sweep() {
  const folder = `${data}/rooms`;
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const file = `${folder}/${name}`;
    const isRoom = /^[0-9a-f]{64}\.sqlite$/.test(name);
    if (isRoom && statSync(file).size <= 4096 && !existsSync(`${file}-wal`)) rmSync(file);
  }
}

async function build() {
  // A machine that only runs a finished build has none of the tools; then the build is taken as it is.
  const built = existsSync(`${root}.selfhost/built`) && existsSync(`${root}dist/app/index.html`);
  if (built && !existsSync(`${root}node_modules/vite`)) return;
  try {
    await (await import("./build.mjs")).buildIfNeeded();
  } catch (error) {
    fail(`the build failed: ${/** @type {Error} */ (error).message}`);
  }
}

function start() {
  const config = process.env["PUSH_ORIGINS"] ? "private" : "config";
  const server = spawn(
    workerd.default,
    [
      "serve",
      `${root}party/platform/config.capnp`,
      config,
      `--socket-addr=http=${address}`,
      `--directory-path=assets=${root}dist/app`,
      `--directory-path=rooms=${data}`,
      "--control-fd=3",
    ],
    { stdio: ["ignore", "inherit", "inherit", "pipe"], env: { ...process.env, ...vapid } },
  );
  /** @type {Promise<string>} */
  const url = new Promise((ready) => {
    server.stdio[3]?.on("data", (/** @type {Buffer} */ line) => {
      const { event, port } = JSON.parse(line.toString());
      const name =
        host === "127.0.0.1" || host === "::1" ? "localhost" : address.slice(0, address.lastIndexOf(":"));
      if (event === "listen") ready(`http://${name}:${port}`);
    });
  });
  return { url, server };
}

/** @param {import("node:child_process").ChildProcess} server */
function endWith(server) {
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      server.kill("SIGTERM");
      setTimeout(() => server.kill("SIGKILL"), GRACE_MS).unref();
    });
  }
  process.on("exit", () => server.kill("SIGKILL"));
  server.on("error", (error) => fail(error.message));
  server.on("exit", (code, signal) => {
    if (stopping) process.exit(0);
    console.error(`Shared Pomodoro ended: workerd ${signal ?? code}`);
    process.exit(code === null || code === 0 ? 1 : code);
  });
  // If this process is killed outright, nothing else would end workerd, and it would hold the port.
  if (process.platform !== "win32") {
    const guard = spawn("/bin/sh", ["-c", 'read -r _; kill -9 "$0"', String(server.pid)], {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true,
    });
    guard.on("error", () => {}); // a system without a shell: then only a killed start script leaves workerd behind
    guard.unref();
    server.on("exit", () => guard.kill());
  }
}
