/** Runs each mutant until a rule is broken: a mutant that lives is a missing rule. */
import { simulate } from "../../src/simulation/simulate";
import { MUTANTS } from "./mutants";
import type { Mutant } from "./mutants";
import { buildPrograms } from "./programs";

/** So many seeds of so many hours each, until one finds the mutant. */
const SEEDS = 60;
const HOURS = 6;

export interface Catch {
  readonly rule: string;
  readonly seed: number;
  readonly afterHours: number;
}

/** Null: it lives. */
export async function findMutant(
  { mutations, seed: first = 1 }: Mutant,
  seeds = SEEDS,
): Promise<Catch | null> {
  const programs = await buildPrograms(mutations);
  let before = 0;
  for (let seed = first; seed < first + seeds; seed++) {
    const { violation, hours } = simulate({ seed, hours: HOURS, programs });
    if (violation !== null)
      return { rule: violation.rule, seed, afterHours: before + violation.at / 3_600_000 };
    before += hours;
  }
  return null;
}

/** `only`: a part of a name. */
export async function runMutants(only = ""): Promise<number> {
  let living = 0;
  for (const mutant of MUTANTS.filter(({ name }) => name.includes(only))) {
    const found = await findMutant(mutant);
    if (found === null) living++;
    console.log(
      found === null
        ? `LIVES   ${mutant.name}`
        : `caught  ${mutant.name}: "${found.rule}", seed ${found.seed}, after ${found.afterHours.toFixed(2)} h`,
    );
  }
  console.log(`${living} of the mutants live`);
  return living > 0 ? 1 : 0;
}
