// npm run malice -- --seed S --messages N: the whole siege with another seed and more of everything, and its figures.
import { parseArgs } from "node:util";
import { describeMachine, mb, quantile, table } from "../bench/report.mjs";
import { load } from "../harness/load.mjs";
import { inUse } from "./inUse.mjs";

const { values } = parseArgs({
  options: { seed: { type: "string", default: "1" }, messages: { type: "string", default: "20000" } },
});
/** Memory is to stop growing by the last of them. */
const ROUNDS = 6;
/** A room that nobody is connected to is put to sleep after ten seconds: until then it holds what it had, in ms. */
const ASLEEP_MS = 15_000;
const [seed, messages] = [Number(values.seed), Number(values.messages)];
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(messages) || messages < 1) {
  throw new Error("npm run malice -- --seed S --messages N: both whole numbers");
}
const { startServer } = /** @type {typeof import("../harness/server")} */ (
  await load(new URL("../harness/server.ts", import.meta.url))
);
const { siege } = /** @type {typeof import("./attackSuite")} */ (
  await load(new URL("./attackSuite.ts", import.meta.url))
);

const server = await startServer();
try {
  describeMachine();
  const start = performance.now();
  const heldBefore = inUse(server.workerdPid);
  const { account, counts, memory } = await siege(server, seed, messages, ROUNDS);
  const ms = (/** @type {readonly number[]} */ samples, /** @type {number} */ share) =>
    quantile([...samples], share).toFixed(1);
  table(
    ["attack", "of them", "bystander's press, ms: p50", "p99", "max", "n"],
    Object.entries(account.phases).map(([name, samples]) => [
      name,
      String(counts[name] ?? ""),
      ms(samples, 0.5),
      ms(samples, 0.99),
      ms(samples, 1),
      String(samples.length),
    ]),
    1,
  );
  const attacked = Object.entries(account.phases).flatMap(([name, samples]) =>
    name === "calm" ? [] : samples,
  );
  console.log(
    `during all attacks: p50 ${ms(attacked, 0.5)}, p99 ${ms(attacked, 0.99)}, n ${attacked.length}`,
  );
  console.log(`resident before and after each of ${ROUNDS} rounds: ${memory.map(mb).join(", ")}`);
  await new Promise((awhile) => setTimeout(awhile, ASLEEP_MS));
  const held = [heldBefore, inUse(server.workerdPid)].map((bytes) =>
    bytes === null ? "unknown: no gdb" : mb(bytes),
  );
  console.log(`of it in use, outside of V8's heap, before and after: ${held.join(", ")}`);
  console.log(`seed ${seed}, ${messages} messages, ${((performance.now() - start) / 1000).toFixed(0)} s`);
  const wrong = [
    ...account.wrong,
    ...server.output.split("\n").filter((line) => line.includes("a request failed")),
  ];
  for (const what of wrong) console.log("WRONG", what);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await server.dispose();
}
