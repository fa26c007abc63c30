/** `npm run faults -- --minutes N --seed S`: clients, kills and restarts for N minutes. */
import { parseArgs } from "node:util";
import { formatFigures } from "./figures";
import { runFaults } from "./run";

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "2" }, seed: { type: "string" } },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
if (!(minutes > 0) || !Number.isInteger(seed)) {
  console.error("usage: npm run faults -- --minutes N --seed S");
  process.exit(2);
}
console.log(`seed ${seed}, ${minutes} minutes`);
const start = Date.now();
try {
  const figures = await runFaults({
    seed,
    ms: minutes * 60_000,
    onRound({ rooms, requests }) {
      const seconds = Math.round((Date.now() - start) / 1000);
      console.log(`${seconds} s: ${rooms} rooms, ${requests} requests, no violation`);
    },
  });
  console.log(formatFigures(figures));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
