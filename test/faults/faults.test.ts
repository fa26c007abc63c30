/** A minute of the faults, on the real server. The long form: npm run faults -- --minutes N --seed S. */
import { expect, test } from "vitest";
import { runFaults } from "./run";

/** Another one each day, and the same all day: what fails can be played again, and new ground is tried. */
const seed = Math.floor(Date.now() / 86_400_000);
const MS = 60_000;

test(
  `SIGKILL at any moment loses nothing, doubles nothing and tells no two truths (seed ${seed})`,
  async () => {
    const figures = await runFaults({ seed, ms: MS });
    // What must have been tried for this to mean anything, with much to spare on a busy machine.
    expect(figures.acknowledged).toBeGreaterThan(50);
    expect(figures.latenessMs.length + figures.caughtUp).toBeGreaterThan(10);
    expect(figures.phones).toBeGreaterThan(1);
    expect(Object.values(figures.kills).reduce((sum, n) => sum + n, 0)).toBeGreaterThan(3);
  },
  MS * 5,
);
