// workerd itself, with nothing of ours in it: what of the cost is the platform's.
import { spawn } from "node:child_process";
import { createServer, connect } from "node:net";
import { fileURLToPath } from "node:url";
import workerd from "workerd";

const READY_MS = 10_000;

/** In a process of its own, on a free loopback port. */
export async function startFloor() {
  const port = await freePort();
  const config = fileURLToPath(new URL("floor/config.capnp", import.meta.url));
  const child = spawn(workerd.default, ["serve", config, `--socket-addr=http=127.0.0.1:${port}`], {
    stdio: "inherit",
  });
  process.once("exit", () => child.kill("SIGKILL"));
  for (const end = performance.now() + READY_MS; !(await listens(port));) {
    if (performance.now() > end) throw new Error("workerd did not start");
  }
  return {
    name: "workerd alone",
    socket: (/** @type {string} */ room) => `ws://127.0.0.1:${port}/${room}`,
    pid: () => child.pid ?? NaN,
    dispose() {
      child.kill("SIGKILL");
    },
  };
}

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
      probe.close(() => done(port));
    });
  });

/** @param {number} port @returns {Promise<boolean>} */
const listens = (port) =>
  new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => done(true));
    socket.once("error", () => setTimeout(() => done(false), 20));
    socket.once("connect", () => socket.destroy());
  });
