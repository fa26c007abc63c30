/** vitest's globalSetup of the projects that start servers: the tools and one build before the first test. */
import { buildIfNeeded } from "../../party/ops/build";
import { installTools } from "./install-tools";

export default async function setup(): Promise<void> {
  installTools(); // what it cannot install is told after the tests
  await buildIfNeeded();
}
