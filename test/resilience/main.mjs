// npm run faults -- --minutes N --seed S: people, kills and restarts, for as long as it is asked to.
import { parseArgs } from "node:util";
import { load } from "../harness/load.mjs";

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "2" }, seed: { type: "string" } },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
if (!(minutes > 0) || !Number.isInteger(seed)) {
  console.error("usage: npm run faults -- --minutes N --seed S");
  process.exit(2);
}
const { runFaults, told } = /** @type {typeof import("./run")} */ (
  await load(new URL("./run.ts", import.meta.url))
);
console.log(`seed ${seed}, ${minutes} minutes`);
const begun = Date.now();
try {
  const figures = await runFaults({
    seed,
    ms: minutes * 60_000,
    tell: ({ rooms, deeds }) =>
      console.log(
        `${Math.round((Date.now() - begun) / 1000)} s: ${rooms} rooms, ${deeds} deeds, nothing wrong`,
      ),
  });
  console.log(told(figures));
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
