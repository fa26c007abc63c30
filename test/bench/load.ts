/**
 * `npm run load [-- WHAT]`: how the cost grows with clients and rooms, beside a bare `ws` server.
 *
 * - `growth [clients …]`: one room with 10, 100, 1,000 and 5,000 clients
 * - `storm`: everybody connects at once
 * - `rooms`: 2,000 rooms with 3 clients each
 * - `watched [rooms]`: 2,000 rooms of 3 pages in which nothing happens, with heartbeats and with the pings of before
 * - `rings [rooms …] [some|each|overdue …] [ours]`: 2,000 and 10,000 rooms whose periods end in the same second: with somebody in
 *   some of them or in each, and overdue after a restart; `ours`: without workerd alone
 * - `soak [minutes]`: an hour of ordinary use
 *
 * Without a word: all but the soak. The figures are printed and no limit is checked. Linux only: it reads /proc.
 */
import { growth } from "./growth";
import { printMachine } from "./report";
import { rings } from "./rings";
import { rooms } from "./rooms";
import { soak } from "./soak";
import { storm } from "./storm";
import { watched } from "./watched";

const [what = "all", ...rest] = process.argv.slice(2);
if (!["all", "growth", "storm", "rooms", "watched", "rings", "soak"].includes(what))
  throw new Error(`no such load: ${what}`);
printMachine();
if (what === "all" || what === "growth") await growth(rest.length > 0 ? rest.map(Number) : undefined);
if (what === "all" || what === "storm") await storm();
if (what === "all" || what === "rooms") await rooms();
if (what === "all" || what === "watched") await watched(rest.length > 0 ? Number(rest[0]) : undefined);
if (what === "all" || what === "rings") await rings(rest);
if (what === "soak") await soak(Number(rest[0] ?? 60));
