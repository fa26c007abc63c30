/**
 * `npm run bench [-- WHAT]`: the figures of docs/figures.md.
 *
 * - `room`: the room beside a bare `ws` server
 * - `press [rounds]`: a press beside servers that do only a part of what the room does, and the share of each part
 * - `board`: from the pin of a board's button to the pin of its light
 * - `push [rounds]`: rings with 500 subscriptions and with a push service that hangs
 * - `history`: drawing a year of records in the History sheet
 * - `cost`: the requests, messages and rows that one tomato costs on the platform
 * - `capacity`: up to 5,000 people in one room
 * - `outage [seconds …]`: when three browser engines show the room again after its server was away; 14 minutes
 *
 * Without a word: `room` and `board`. The figures are printed and no limit is checked.
 */
import { benchBoard } from "./board";
import { benchCapacity } from "./capacity";
import { benchCost } from "./cost";
import { benchHistory } from "./history";
import { benchOutage } from "./outage";
import { benchPress } from "./press";
import { benchPush } from "./push";
import { benchRoom } from "./room";

const BENCHMARKS: Readonly<Record<string, (...rest: string[]) => Promise<void>>> = {
  room: benchRoom,
  press: (rounds = "40") => benchPress(Number(rounds)),
  board: benchBoard,
  push: (rounds = "12") => benchPush(Number(rounds)),
  history: benchHistory,
  cost: benchCost,
  capacity: benchCapacity,
  outage: (...seconds) => benchOutage(seconds.length > 0 ? seconds.map(Number) : undefined),
};

const [what, ...rest] = process.argv.slice(2);
for (const name of what === undefined ? ["room", "board"] : [what]) {
  const run = BENCHMARKS[name];
  if (run === undefined)
    throw new Error(`no such benchmark: ${name}; there are ${Object.keys(BENCHMARKS).join(", ")}`);
  await run(...rest);
}
process.exit(); // Node 20 may not end by itself after a connection was reset
