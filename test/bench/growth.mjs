// One room, more and more people in it: how long one press takes to reach the last of them, and what each costs, beside
// a bare `ws` server and beside the platform with nothing of ours in it.
import { performance } from "node:perf_hooks";
import { Crowd } from "./crowd.mjs";
import { startFloor } from "./floor.mjs";
import { startPair, usage } from "./pair.mjs";
import { kb, mb, quantile, table } from "./report.mjs";

const SIZES = [10, 100, 1000, 5000];
const ROUNDS = 100;
/** Between two measurements, in ms, so that what one server still has to do is not charged to the next. */
const REST_MS = 50;
/** The first rounds warm all of them up. */
const WARM = 5;

/** @param {import("./load.mjs").Tools} tools @param {number[]} [sizes] */
export async function growth(tools, sizes = SIZES) {
  /** @type {string[][]} */
  const rows = [];
  for (const size of sizes) rows.push(...(await oneSize(tools, size)));
  table(
    [
      "clients",
      "server",
      "press → last: p50",
      "p95",
      "of bare",
      "CPU a press, ms",
      "resident",
      "the same after",
      "a client",
    ],
    rows,
  );
}

/** @param {import("./load.mjs").Tools} tools @param {number} size */
async function oneSize(tools, size) {
  const { contenders, dispose } = await startPair(tools);
  const floor = await startFloor();
  contenders.push(floor);
  try {
    const idle = contenders.map(({ pid }) => usage(pid()));
    const crowds = contenders.map(() => new Crowd());
    for (const [which, crowd] of crowds.entries()) {
      const url = contenders[which]?.socket("hall") ?? "";
      await crowd.enter(
        Array.from({ length: size }, () => url),
        { deflate: true },
      );
    }
    const full = contenders.map(({ pid }) => usage(pid()));
    /** @type {number[][]} */
    const samples = contenders.map(() => []);
    for (let round = 0; round < ROUNDS + WARM; round++) {
      for (const [which, crowd] of crowds.entries()) {
        const all = crowd.hear(size);
        const before = performance.now();
        crowd.sockets[(round * 7) % size]?.send('{"action":"setup"}'); // each time another, so that nobody is too fast
        await all;
        if (round >= WARM) samples[which]?.push(performance.now() - before);
        await new Promise((done) => setTimeout(done, REST_MS));
      }
    }
    const bare = quantile(samples[1] ?? [], 0.5);
    const rows = contenders.map(({ name, pid }, i) => {
      const after = usage(pid());
      const [before, then] = [idle[i]?.resident ?? NaN, full[i]?.resident ?? NaN];
      return [
        String(size),
        name,
        quantile(samples[i] ?? [], 0.5).toFixed(1),
        quantile(samples[i] ?? [], 0.95).toFixed(1),
        `${(quantile(samples[i] ?? [], 0.5) / bare).toFixed(2)} ×`,
        ((after.cpuMs - (full[i]?.cpuMs ?? NaN)) / (ROUNDS + WARM)).toFixed(1),
        mb(then),
        mb(after.resident),
        kb((then - before) / size),
      ];
    });
    if (crowds.some(({ lost }) => lost > 0)) throw new Error("connections were lost");
    for (const crowd of crowds) await crowd.leave();
    return rows;
  } finally {
    floor.dispose();
    await dispose();
  }
}
