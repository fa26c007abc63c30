/** vitest's globalSetup of the projects that start servers: one build before the first test. */
import { buildIfNeeded } from "../../party/ops/build";

export default async function setup(): Promise<void> {
  await buildIfNeeded();
}
