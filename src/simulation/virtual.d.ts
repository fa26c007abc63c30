/** The programs that `simulatedProgramsPlugin` of src/simulatedPrograms.mjs builds. */
declare module "virtual:simulated-programs" {
  import type { Program } from "./realm";
  export const server: Program;
  export const page: Program;
  export const worker: Program;
}
