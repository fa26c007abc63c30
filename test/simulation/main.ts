/**
 * `npm run simulate -- --seed 1 --hours 24`: one seed. `--seeds 100`: so many seeds from there on; `--forever`: without an
 * end; `--minutes 10`: none begins later. `--processes 2`: the seeds are shared by so many processes. `--trace`: prints
 * everything that happens. `--mutants`: shows that the rules find mistakes.
 */
import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { shrink } from "../../src/simulation/shrink";
import { simulate } from "../../src/simulation/simulate";
import type { Outcome } from "../../src/simulation/simulate";
import { World } from "../../src/simulation/world";
import type { Programs } from "../../src/simulation/world";
import { buildPrograms } from "./programs";
import { runMutants } from "./run-mutants";

/** How long a failing run is made smaller, in ms. */
const SHRINK_MS = 120_000;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    seeds: { type: "string", default: "1" },
    hours: { type: "string", default: "24" },
    forever: { type: "boolean", default: false },
    minutes: { type: "string", default: "Infinity" },
    processes: { type: "string", default: "1" },
    /** One of so many processes: it takes every so many-th seed. */
    step: { type: "string", default: "1" },
    trace: { type: "boolean", default: false },
    mutants: { type: "boolean", default: false },
    only: { type: "string" },
  },
});
const hours = Number(values.hours);

const describe = (seed: number, { hours, usedHours, steps, digest, happenings }: Outcome): string =>
  `seed ${seed}: ${hours.toFixed(1)} h, ${usedHours.toFixed(1)} h of them in use, ${happenings} happenings, ` +
  `${steps} steps, digest ${digest}`;

function report(seed: number, outcome: Outcome, programs: Programs): void {
  const { violation } = outcome;
  if (violation === null) return;
  console.error(`seed ${seed} breaks a rule after ${(violation.at / 1000).toFixed(3)} s: ${violation.rule}`);
  console.error(violation.detail);
  const all = new World({ seed, hours, programs }).happenings.filter(({ at }) => at <= violation.at);
  const shortHours = (violation.at + 1000) / 3_600_000;
  const smallest = shrink(
    all,
    (happenings) =>
      simulate({ seed, hours: shortHours, programs, happenings }).violation?.rule === violation.rule,
    SHRINK_MS,
    () => performance.now(),
  );
  console.error(`${smallest.length} of ${all.length} happenings suffice. To pin it, add to pinned.ts:`);
  const { setting } = new World({ seed, hours, programs });
  console.error(JSON.stringify({ seed, hours: shortHours, setting, happenings: smallest }));
}

interface Sum {
  readonly hours: number;
  readonly usedHours: number;
}

/** Shares the seeds among processes. A failure of one does not end the others. */
async function runProcesses(count: number): Promise<number> {
  const startedAt = performance.now();
  const sums: Sum[] = [];
  const runs = Array.from({ length: count }, (_, i) => {
    const seeds = Math.max(0, Math.ceil((Number(values.seeds) - i) / count));
    const own = [
      "--seed",
      String(Number(values.seed) + i),
      "--seeds",
      String(seeds),
      "--step",
      String(count),
    ];
    const args = [...process.execArgv, ...process.argv.slice(1), "--processes", "1", ...own];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    child.on("message", (sum) => void (sums[i] = sum as Sum));
    return new Promise<number>((resolve) => child.on("exit", (code) => resolve(code ?? 1)));
  });
  const codes = await Promise.all(runs);
  const add = (field: keyof Sum): number => sums.reduce((sum, one) => sum + one[field], 0);
  console.log(sumUp(add("hours"), add("usedHours"), performance.now() - startedAt));
  return Math.max(...codes);
}

function sumUp(hours: number, usedHours: number, ms: number): string {
  const minutes = ms / 60_000;
  const perMinute = (hours / minutes).toFixed(0);
  return `  ${hours.toFixed(0)} room-hours (${usedHours.toFixed(0)} in use) in ${minutes.toFixed(1)} min: ${perMinute} a minute`;
}

async function main(): Promise<number> {
  if (values.mutants) return runMutants(values.only);
  if (Number(values.processes) > 1) return runProcesses(Number(values.processes));
  const programs = await buildPrograms();
  const startedAt = performance.now();
  const step = Number(values.step);
  const first = Number(values.seed);
  const end = values.forever ? Infinity : first + Number(values.seeds) * step;
  const endMs = startedAt + Number(values.minutes) * 60_000;
  let [total, used, failures] = [0, 0, 0];
  for (let seed = first; seed < end && performance.now() < endMs; seed += step) {
    const outcome = simulate({
      seed,
      hours,
      programs,
      ...(values.trace ? { onTrace: (line: string) => console.log(line) } : {}),
    });
    total += outcome.hours;
    used += outcome.usedHours;
    process.send?.({ hours: total, usedHours: used } satisfies Sum);
    const isQuiet = values.forever && seed % 50 !== 0;
    if (!isQuiet) {
      console.log(describe(seed, outcome));
      console.log(sumUp(total, used, performance.now() - startedAt));
    }
    if (outcome.violation === null) continue;
    failures++;
    report(seed, outcome, programs);
    if (!values.forever) break;
  }
  return failures > 0 ? 1 : 0;
}

process.exitCode = await main();
