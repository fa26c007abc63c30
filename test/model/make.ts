/**
 * `npm run model`: checks the Quint specification of `docs/model` and writes what the tests use of it to
 * `test/model/generated`: the machine as JavaScript, and random runs of one room.
 */
import { writeFileSync } from "node:fs";
import { format } from "prettier";
import { toDeclarations, toJavaScript } from "./compile";
import { statesOf } from "./itf";
import { digestOf, parseModule, runModule } from "./quint";
import { packTrace } from "./traces";
import type { Step } from "./traces";

const write = async (name: string, text: string): Promise<void> => {
  const url = new URL(`generated/${name}`, import.meta.url);
  const parser = name.endsWith(".json") ? "json" : name.endsWith(".ts") ? "typescript" : "babel";
  writeFileSync(url, await format(text, { parser, printWidth: 110 }));
};

const machine = parseModule("machine");
await write("machine.js", toJavaScript(machine, digestOf("machine")));
await write("machine.d.ts", toDeclarations(machine));

runModule("wire", { samples: 100, steps: 60, traces: 1, seed: 20 }); // throws at a violation
const traces = runModule("room", { samples: 40, steps: 50, traces: 12, seed: 20 });
const steps = traces.map((trace) => packTrace(statesOf(trace) as unknown as Step[]));
const lines = steps.map((trace) => `[\n${trace.map((step) => JSON.stringify(step)).join(",\n")}\n]`);
writeFileSync(new URL("generated/traces.json", import.meta.url), `[\n${lines.join(",\n")}\n]\n`);
