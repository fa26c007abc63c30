/** vitest's globalSetup of the projects that start servers: the tools and one build before the first test. */
import { buildIfNeeded } from "../../party/ops/build";
import { installTools } from "./install-tools";

/** Each project loads this module again, and all of them in one process. */
const run = globalThis as { isPrepared?: Promise<void> };

async function prepare(): Promise<void> {
  installTools(); // what it cannot install is told after the tests
  await buildIfNeeded();
}

export default (): Promise<void> => (run.isPrepared ??= prepare());
