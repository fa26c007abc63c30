/**
 * How long a press takes until its new state, and the share of each part: our room is compared with servers that do a
 * part of what it does. All are measured in turn, press by press, so that whatever else the machine does affects them
 * alike.
 */
import type { WebSocket as Socket } from "ws";
import { parseClientMessage } from "../../party/shared/clientMessages";
import { toRoomMessage } from "../../party/shared/codec";
import { newPomodoro, transition } from "../../party/shared/pomodoro";
import { newOpenRoom } from "../harness/client";
import { WebSocket } from "../harness/ws";
import { startEmptyWorkerd } from "./empty-workerd";
import { printMachine, printTable, quantile } from "./report";
import { disposeAll, startTargets, usageOf } from "./targets";
import type { Target } from "./targets";
import { startWsServer } from "./ws-server";

/** A connection may send 20 messages at once: 10 presses and 10 skips. */
const PRESSES_PER_CLIENT = 10;
/** The first rounds are the warm-up. */
const WARM_UP = 5;
const TEXTS = [JSON.stringify({ action: "press", id: "p" }), JSON.stringify({ action: "skip", id: "s" })];
/** How often the pure parts are run to be timed. */
const RUNS = 50_000;

/** Prints a table by server, and one of the shares of our press. */
export async function benchPress(rounds = 40): Promise<void> {
  const [ours, bare] = (await startTargets()) as [Target, Target];
  const synced = await startWsServer({ stores: true });
  const platform = [
    await startEmptyWorkerd("nothing"),
    await startEmptyWorkerd("put"),
    await startEmptyWorkerd("alarm"),
  ];
  const targets = [bare, synced, ...platform, ours];
  try {
    printMachine();
    const samples: number[][] = targets.map(() => []);
    let before = targets.map(({ pid }) => usageOf(pid()).cpuMs);
    for (let round = 0; round < rounds + WARM_UP; round++) {
      if (round === WARM_UP) before = targets.map(({ pid }) => usageOf(pid()).cpuMs);
      const sockets: Socket[] = [];
      for (const { socket } of targets) sockets.push(await open(socket(newOpenRoom())));
      for (let i = 0; i < PRESSES_PER_CLIENT; i++) {
        for (const which of inTurn(targets.length, round + i)) {
          const socket = sockets[which];
          if (socket === undefined) continue;
          const [press = "", skip = ""] = TEXTS;
          const ms = await roundTrip(socket, press);
          if (round >= WARM_UP) samples[which]?.push(ms);
          await roundTrip(socket, skip);
        }
      }
      for (const socket of sockets) socket.terminate();
    }
    const changes = 2 * rounds * PRESSES_PER_CLIENT;
    const cpuMs = targets.map(({ pid }, i) => (usageOf(pid()).cpuMs - (before[i] ?? NaN)) / changes);
    const p50 = samples.map((all) => quantile(all, 0.5));
    const [bareMs = NaN, , echoMs = NaN, putMs = NaN, alarmMs = NaN, oursMs = NaN] = p50;
    printTable(
      ["press → own state, ms", "p50", "p95", "max", "of bare", "processor, ms a change", "n"],
      targets.map(({ name }, i) => [
        name,
        ...[0.5, 0.95, 1].map((share) => quantile(samples[i] ?? [], share).toFixed(2)),
        `${((p50[i] ?? NaN) / bareMs).toFixed(2)} ×`,
        (cpuMs[i] ?? NaN).toFixed(2),
        String(samples[i]?.length),
      ]),
      1,
    );
    const pure = timePureParts();
    const pureMs = Object.values(pure).reduce((sum, ms) => sum + ms, 0);
    printShares(oursMs, [
      ["runtime, its Durable Object and the network: workerd alone", echoMs],
      ["the value in SQLite, on disk (one fsync)", putMs - echoMs],
      ["the alarm in workerd's list of alarms, on disk (one more fsync)", alarmMs - putMs],
      ...Object.entries(pure),
      ["turn queue, facade, keys, limits, presence, two more reads of storage", oursMs - alarmMs - pureMs],
    ]);
  } finally {
    await disposeAll(targets);
  }
}

/** 0 to `count` - 1, another one first each time: whoever follows a server that syncs a disk waits for it, too. */
const inTurn = (count: number, first: number): number[] =>
  Array.from({ length: count }, (_, i) => (first + i) % count);

function printShares(all: number, shares: readonly (readonly [string, number])[]): void {
  printTable(
    ["of our press", "ms", "share"],
    shares.map(([what, ms]) => [what, ms.toFixed(3), `${((ms / all) * 100).toFixed(0)} %`]),
    1,
  );
}

/** The parts of a press without a platform, in ms each; in Node, whose V8 is that of workerd. */
function timePureParts(): Readonly<Record<string, number>> {
  const [press = ""] = TEXTS;
  const room = newPomodoro();
  const by = { name: null, via: "app" } as const;
  const action = { type: "press" } as const;
  const [working] = transition(room, { action, by }, Date.now());
  const time = (run: () => unknown): number => {
    for (let i = 0; i < RUNS; i++) run();
    const start = performance.now();
    for (let i = 0; i < RUNS; i++) run();
    return (performance.now() - start) / RUNS;
  };
  return {
    "parsing and checking the message": time(() => parseClientMessage(press)),
    "the machine": time(() => transition(room, { action, by }, Date.now())),
    "the room message": time(() => JSON.stringify(toRoomMessage(working, Date.now()))),
  };
}

/** Resolves after the first message of the server. */
function open(url: string): Promise<Socket> {
  return new Promise((done, fail) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    socket.once("message", () => done(socket));
    socket.once("error", fail);
  });
}

/** From the message to its answer, in ms. */
function roundTrip(socket: Socket, text: string): Promise<number> {
  return new Promise((done) => {
    const start = performance.now();
    socket.once("message", () => done(performance.now() - start));
    socket.send(text);
  });
}
