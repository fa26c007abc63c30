/** `npm run malice -- --seed S --messages N`: all attacks with another seed and more of everything, and their figures. */
import { parseArgs } from "node:util";
import { formatMb, printMachine, printTable, quantile, quantiles } from "../bench/report";
import { startServer } from "../harness/server";
import { delay } from "../harness/wait";
import { allocatedBytes } from "./allocated-memory";
import { CALM, runAttacks } from "./attack-suite";

/** By the last of these rounds memory should no longer grow. */
const ROUNDS = 6;
/** A room that nobody is connected to is unloaded after 10 s and frees its memory then; in ms, with a margin. */
const UNLOADED_MS = 15_000;

const { values } = parseArgs({
  options: { seed: { type: "string", default: "1" }, messages: { type: "string", default: "20000" } },
});
const [seed, messages] = [Number(values.seed), Number(values.messages)];
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(messages) || messages < 1) {
  throw new Error("npm run malice -- --seed S --messages N: both whole numbers");
}

const server = await startServer();
try {
  printMachine();
  const start = performance.now();
  const allocatedBefore = allocatedBytes(server.workerdPid);
  const { probe, counts, memory } = await runAttacks(server, seed, messages, ROUNDS);
  printTable(
    ["attack", "of them", "the probe's press, ms: p50", "p99", "max", "n"],
    Object.entries(probe.latencies).map(([name, samples]) => [
      name,
      String(counts[name] ?? ""),
      ...quantiles(samples, 0.5, 0.99, 1),
      String(samples.length),
    ]),
    1,
  );
  const during = Object.entries(probe.latencies).flatMap(([name, samples]) => (name === CALM ? [] : samples));
  const [p50, p99] = quantiles(during, 0.5, 0.99);
  console.log(
    `during all attacks: p50 ${p50}, p99 ${p99}, max ${quantile(during, 1).toFixed(1)}, n ${during.length}`,
  );
  console.log(`resident before and after each of ${ROUNDS} rounds: ${memory.map(formatMb).join(", ")}`);
  await delay(UNLOADED_MS);
  const allocated = [allocatedBefore, allocatedBytes(server.workerdPid)].map((bytes) =>
    bytes === null ? "unknown: no gdb" : formatMb(bytes),
  );
  console.log(`allocated of it, outside of V8's heap, before and after: ${allocated.join(", ")}`);
  console.log(`seed ${seed}, ${messages} messages, ${((performance.now() - start) / 1000).toFixed(0)} s`);
  const serverErrors = server.output.split("\n").filter((line) => line.includes("a request failed"));
  const errors = [...probe.errors, ...serverErrors];
  for (const error of errors) console.log("WRONG", error);
  process.exitCode = errors.length === 0 ? 0 : 1;
} finally {
  await server.dispose();
}
