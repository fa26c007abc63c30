/** vitest's globalSetup of the project "whole": one build, before the first test, of what every server serves. */
import { buildIfNeeded } from "../../party/ops/build";

export default async function setup(): Promise<void> {
  await buildIfNeeded();
}
