// The same machine and wire on a bare `ws` server, with nothing around them: no keys, no storage, no limits; gone when
// the process ends. What our room is measured beside.
import { fork } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { load } from "../harness/load.mjs";

const self = fileURLToPath(import.meta.url);

/** In a process of its own, on a free loopback port. */
export async function startBare() {
  const child = fork(self, [], { stdio: "inherit" });
  const port = await new Promise((done, fail) => {
    child.once("message", done);
    child.once("exit", () => fail(new Error("the bare server ended before it was ready")));
  });
  return {
    name: "bare ws",
    socket: (/** @type {string} */ room) => `ws://127.0.0.1:${port}/${room}`,
    pid: () => child.pid ?? NaN,
    dispose() {
      child.kill("SIGKILL");
    },
  };
}

if (process.argv[1] === self) await serve();

async function serve() {
  const { newPomodoro, nextDeadline, settle, transition } =
    /** @type {typeof import("../../party/shared/pomodoro")} */ (
      await load(new URL("../../party/shared/pomodoro.ts", import.meta.url))
    );
  const { toRoomMessage } = /** @type {typeof import("../../party/shared/codec")} */ (
    await load(new URL("../../party/shared/codec.ts", import.meta.url))
  );
  const { parseClientMessage } = /** @type {typeof import("../../party/shared/clientMessages")} */ (
    await load(new URL("../../party/shared/clientMessages.ts", import.meta.url))
  );
  const { WebSocketServer } = /** @type {typeof import("ws")} */ (createRequire(import.meta.url)("ws"));

  /** @typedef {{ pomodoro: ReturnType<typeof newPomodoro>, sockets: Set<import("ws").WebSocket>, timer?: NodeJS.Timeout }} Bare */
  /** @type {Map<string, Bare>} */
  const rooms = new Map();
  /** @param {Bare} room @param {Bare["pomodoro"]} next @param {import("ws").WebSocket | null} except */
  const keep = (room, next, except) => {
    if (next === room.pomodoro) return;
    room.pomodoro = next;
    arm(room);
    const text = JSON.stringify(toRoomMessage(next, Date.now()));
    for (const socket of room.sockets) if (socket !== except) socket.send(text);
  };
  const arm = (/** @type {Bare} */ room) => {
    clearTimeout(room.timer);
    const at = nextDeadline(room.pomodoro);
    if (at === null) return;
    room.timer = setTimeout(() => {
      if (Date.now() < at) return arm(room); // Node's timers may come a millisecond early by this clock
      keep(room, settle(room.pomodoro, Date.now())[0], null);
    }, at - Date.now());
  };
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket, { url = "/" }) => {
    const room = rooms.get(url) ?? { pomodoro: newPomodoro(), sockets: new Set() };
    rooms.set(url, room);
    room.sockets.add(socket);
    socket.on("close", () => room.sockets.delete(socket));
    socket.send(JSON.stringify(toRoomMessage(room.pomodoro, Date.now())));
    socket.on("message", (data) => {
      const request = parseClientMessage(data.toString());
      if (!request.ok || request.value.kind !== "change") return;
      const { action, id } = request.value;
      const [pomodoro] = transition(room.pomodoro, { action, by: { name: null, via: "app" } }, Date.now());
      keep(room, pomodoro, socket);
      socket.send(JSON.stringify({ ...toRoomMessage(pomodoro, Date.now()), id }));
    });
  });
  server.once("listening", () =>
    process.send?.(/** @type {import("node:net").AddressInfo} */ (server.address()).port),
  );
}
