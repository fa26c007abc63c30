/** Builds the programs of the app for the simulation in Node. */
import { buildProgram } from "../../src/simulatedPrograms.mjs";
import type { Program } from "../../src/simulation/realm";
import type { Programs } from "../../src/simulation/world";

/** A change of one source: the text stands in it exactly once. */
export interface Mutation {
  readonly program: keyof Programs;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const compile = (code: string): Program => new Function(`return (${code})`)() as Program;

/** Those without mutations are built once. */
const built = new Map<keyof Programs, Promise<Program>>();

async function program(name: keyof Programs, mutations: readonly Mutation[]): Promise<Program> {
  const own = mutations.filter((one) => one.program === name);
  if (own.length > 0) return compile(await buildProgram(name, own));
  const before = built.get(name) ?? buildProgram(name).then(compile);
  built.set(name, before);
  return before;
}

export async function buildPrograms(mutations: readonly Mutation[] = []): Promise<Programs> {
  const [server, page, worker] = await Promise.all([
    program("server", mutations),
    program("page", mutations),
    program("worker", mutations),
  ]);
  return { server, page, worker };
}
