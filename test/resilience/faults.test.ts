/** Forty seconds of faults on the real server. The long form: npm run faults -- --minutes N --seed S. */
import { expect, test } from "vitest";
import { sumOf } from "./figures";
import { runFaults } from "./run";

const SEED = 6;
const MS = 40_000;
/** An ordinary run tries up to 4. All of one rev are tried in one go, which no time limit can end. */
const MAX_TRIED = 1_000_000;

test(
  `SIGKILL at any moment loses no change, applies none twice, and leaves clients in agreement (seed ${SEED})`,
  async () => {
    const figures = await runFaults({ seed: SEED, ms: MS, maxTried: MAX_TRIED });
    // The run means something only with at least this much in it; an idle machine reaches ten times more.
    expect(figures.acknowledged).toBeGreaterThan(50);
    expect(figures.latenessMs.length + figures.caughtUp).toBeGreaterThan(10);
    expect(figures.unattended).toBeGreaterThan(1);
    expect(sumOf(figures.kills)).toBeGreaterThan(3);
    expect(figures.incomplete).toBeLessThan(figures.rooms / 4);
  },
  MS * 5,
);
