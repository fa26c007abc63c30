// npm run load [-- WHAT]: how cost grows with the people in a room and with rooms, beside a bare `ws` server.
//   growth [clients …]  one room with 10, 100, 1,000 and 5,000 of them      storm  everybody comes at once
//   rooms   2,000 rooms with 3 clients each                     soak [minutes]  an hour of ordinary life
// Without a word: all but the soak. Reported, not gated. Linux only: it reads /proc.
import { load } from "../harness/load.mjs";
import { growth } from "./growth.mjs";
import { describeMachine } from "./report.mjs";
import { rooms } from "./rooms.mjs";
import { soak } from "./soak.mjs";
import { storm } from "./storm.mjs";

/**
 * What the parts need of the tests' tools.
 * @typedef {Pick<typeof import("../harness/server"), "startServer"> & Pick<typeof import("../harness/processes"), "memoryOf">} Tools
 */
const server = /** @type {typeof import("../harness/server")} */ (
  await load(new URL("../harness/server.ts", import.meta.url))
);
const processes = /** @type {typeof import("../harness/processes")} */ (
  await load(new URL("../harness/processes.ts", import.meta.url))
);
/** @type {Tools} */
const tools = { startServer: server.startServer, memoryOf: processes.memoryOf };

const [what = "all", ...rest] = process.argv.slice(2);
if (!["all", "growth", "storm", "rooms", "soak"].includes(what)) throw new Error(`no such load: ${what}`);
describeMachine();
if (what === "all" || what === "growth") await growth(tools, rest.length > 0 ? rest.map(Number) : undefined);
if (what === "all" || what === "storm") await storm(tools);
if (what === "all" || what === "rooms") await rooms(tools);
if (what === "soak") await soak(tools, Number(rest[0] ?? 60));
