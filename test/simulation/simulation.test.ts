/** The simulation of the real code: a fixed set of seeds, the runs that have found faults, and mistakes that it must find. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { simulate } from "../../src/simulation/simulate";
import { root } from "../harness/paths";
import { MUTANTS } from "./mutants";
import { PINNED } from "./pinned";
import { buildPrograms } from "./programs";
import { findMutant } from "./run-mutants";

/** Seeds and their hours: open and private rooms, one to four devices, both kinds of boards, both kinds of storage. */
const SEEDS = [1, 2, 4, 6, 8, 10, 11, 13, 14, 17];
const HOURS = 4;
/** So many mutants are tried here, those that are found first; `npm run simulate -- --mutants` tries all. */
const QUICK_SEEDS = 1;

describe("the simulation", () => {
  test("one seed is one run, to the byte", async () => {
    const programs = await buildPrograms();
    const run = (): string[] => {
      const lines: string[] = [];
      simulate({ seed: 3, hours: 0.3, programs, onTrace: (line) => lines.push(line) });
      return lines;
    };
    const first = run();
    expect(first.length).toBeGreaterThan(1000);
    expect(run()).toEqual(first);
  });

  test.each(SEEDS)("every rule holds in seed %i", async (seed) => {
    const { violation } = simulate({ seed, hours: HOURS, programs: await buildPrograms() });
    expect(violation).toBeNull();
  });

  test.each(PINNED)(
    "a fault that it has found stays mended: $fault",
    async ({ fault: _fault, ...pinned }) => {
      const { violation } = simulate({ ...pinned, programs: await buildPrograms() });
      expect(violation).toBeNull();
    },
  );

  test("each mistake that the rules must find is a change of the code as it is now", () => {
    const places = MUTANTS.flatMap(({ mutations }) => mutations).map(({ file, find }) => ({
      file,
      find,
      count: readFileSync(`${root}${file}`, "utf8").split(find).length - 1,
    }));
    expect(places.filter(({ count }) => count !== 1)).toEqual([]);
  });

  test.each(MUTANTS.filter(({ isQuick }) => isQuick === true))(
    "the rules find this mistake: $name",
    async (mutant) => {
      expect(await findMutant(mutant, QUICK_SEEDS)).not.toBeNull();
    },
  );
});
