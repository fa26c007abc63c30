/** Two minutes of the faults, on the real server. The long form: npm run faults -- --minutes N --seed S. */
import { expect, test } from "vitest";
import { runFaults } from "./run";

const SEED = 6;
const MS = 120_000;

test(
  `SIGKILL at any moment loses nothing, doubles nothing and tells no two truths (seed ${SEED})`,
  async () => {
    const figures = await runFaults({ seed: SEED, ms: MS });
    // So much at least must have been tried for this to mean anything; a machine of its own does ten times more.
    expect(figures.acknowledged).toBeGreaterThan(50);
    expect(figures.latenessMs.length + figures.caughtUp).toBeGreaterThan(10);
    expect(figures.phones).toBeGreaterThan(1);
    expect(Object.values(figures.kills).reduce((sum, n) => sum + n, 0)).toBeGreaterThan(3);
    expect(figures.undecided).toBeLessThan(figures.rooms / 4);
  },
  MS * 5,
);
