// npm run bench: what the whole room costs, beside a bare `ws` server with the same machine in a variable.
// The two run at the same time and are asked in turn, so that whatever else the machine does meets both alike.
// Reported, not gated.
import { load } from "../harness/load.mjs";
import { startBare } from "./bare.mjs";
import { describeMachine, mb, quantile, table } from "./report.mjs";

/** @typedef {import("../harness/server").Server} Server */
/** @typedef {import("../harness/client").Client} Client */
/** @typedef {import("../../party/shared/serverMessages").RoomMessage} RoomMessage */
/** @typedef {{ name: string, socket: (room: string) => string, pid: () => number }} Contender */

const PRESSES = 400;
const SERIES = 20; // 2-second periods at the same time, each in a room of its own, staggered
const CLIENTS = 100;
const FAN_OUTS = 40;

await bench();

async function bench() {
  const { startServer } = /** @type {typeof import("../harness/server")} */ (
    await load(new URL("../harness/server.ts", import.meta.url))
  );
  const tools = /** @type {typeof import("../harness/client")} */ (
    await load(new URL("../harness/client.ts", import.meta.url))
  );
  const { memoryOf } = /** @type {typeof import("../harness/processes")} */ (
    await load(new URL("../harness/processes.ts", import.meta.url))
  );

  const server = await startServer();
  const bare = await startBare();
  try {
    /** @type {Contender[]} */
    const contenders = [
      { name: "Shared Pomodoro", socket: (room) => server.socket(room), pid: () => server.workerdPid },
      bare,
    ];
    const idle = contenders.map((contender) => memoryOf(contender.pid()).resident);
    describeMachine();
    const rows = [
      ...(await pressLatency(contenders, tools)),
      ...(await lateness(contenders, tools)),
      ...(await fanOut(contenders, tools)),
    ];
    table(["ms", "server", "p50", "p95", "max", "n"], rows);
    const loaded = contenders.map((contender) => memoryOf(contender.pid()).resident);
    table(
      ["resident memory", "after the start", `after all of this`],
      contenders.map(({ name }, i) => [name, mb(idle[i] ?? NaN), mb(loaded[i] ?? NaN)]),
    );
  } finally {
    bare.dispose();
    await server.dispose();
  }
}

/** press → the presser's own new state. Every press is one that counts: WORK, skipped, SHORT_BREAK, skipped … */
async function pressLatency(
  /** @type {Contender[]} */ contenders,
  /** @type {typeof import("../harness/client")} */ tools,
) {
  /** @type {number[][]} */
  const samples = contenders.map(() => []);
  const PER_CLIENT = 10; // a connection may send 20 at once and 5 a second: 10 presses and 10 skips
  for (let round = 0; round < PRESSES / PER_CLIENT; round++) {
    /** @type {Client[]} */
    const clients = [];
    for (const { socket } of contenders)
      clients.push((await tools.enter(socket(tools.newOpenRoom()))).client);
    for (let i = 0; i < PER_CLIENT; i++) {
      for (const [which, client] of clients.entries()) {
        const before = performance.now();
        const { state } = await client.change({ action: "press" });
        samples[which]?.push(performance.now() - before);
        if (state === 1 || state === 3) await client.change({ action: "skip" });
      }
    }
    for (const client of clients) await client.close();
  }
  return rows(
    "press → own state",
    contenders,
    samples.map((s) => s.slice(PER_CLIENT)),
  ); // the first ones warm it up
}

/** How late the end of a 2-second period is heard, by the one clock of this machine. */
async function lateness(
  /** @type {Contender[]} */ contenders,
  /** @type {typeof import("../harness/client")} */ tools,
) {
  /** @type {number[][]} */
  const samples = contenders.map(() => []);
  const one = async (/** @type {Contender} */ { socket }, /** @type {number} */ which) => {
    const { client } = await tools.enter(socket(tools.newOpenRoom()));
    await client.change({ action: "setup", work_duration: 2 });
    const work = await client.change({ action: "press" });
    const alarm = await client.next(tools.inState(2)).catch((/** @type {Error} */ error) => {
      throw new Error(`${contenders[which]?.name}: ${error.message}`);
    });
    const heardAt = client.receivedAt[client.received.indexOf(alarm)] ?? NaN;
    samples[which]?.push(heardAt - (work.ends_at ?? NaN));
    await client.close();
  };
  /** @type {Promise<void>[]} */
  const all = [];
  for (let i = 0; i < SERIES * 2; i++) {
    for (const [which, contender] of contenders.entries()) {
      all.push(one(contender, which));
      await new Promise((done) => setTimeout(done, 47)); // spread, so that deadlines do not fall together
    }
  }
  await Promise.all(all);
  return rows("2 s period: heard late by", contenders, samples);
}

/** One press, until the last of many clients has heard it. */
async function fanOut(
  /** @type {Contender[]} */ contenders,
  /** @type {typeof import("../harness/client")} */ tools,
) {
  /** @type {number[][]} */
  const samples = contenders.map(() => []);
  /** @type {Client[][]} */
  const crowds = [];
  for (const { socket } of contenders) {
    const room = tools.newOpenRoom();
    /** @type {Client[]} */
    const crowd = [];
    for (let i = 0; i < CLIENTS; i++) crowd.push((await tools.enter(socket(room))).client);
    crowds.push(crowd);
  }
  for (let i = 0; i < FAN_OUTS; i++) {
    for (const [which, crowd] of crowds.entries()) {
      // Each time another one presses, so that nobody is too fast.
      const heard = crowd.map((client) => client.next(tools.isRoom));
      const before = performance.now();
      crowd[i % CLIENTS]?.send({ action: "setup" });
      await Promise.all(heard);
      samples[which]?.push(performance.now() - before);
    }
  }
  for (const client of crowds.flat()) client.terminate();
  return rows(`change → heard by all ${CLIENTS}`, contenders, samples);
}

/** @param {string} what @param {Contender[]} contenders @param {number[][]} samples */
function rows(what, contenders, samples) {
  return contenders.map(({ name }, i) => {
    const of = samples[i] ?? [];
    const at = (/** @type {number} */ share) => quantile(of, share).toFixed(1);
    return [what, name, at(0.5), at(0.95), at(1), String(of.length)];
  });
}
