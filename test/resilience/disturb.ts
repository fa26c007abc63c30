/** `npm run disturb -- [PART...]`: what happens to a server around which things fail. Prints figures; exits with 1 on a fault. */
import { disturbClocks } from "./disturb-clocks";
import { disturbDescriptors } from "./disturb-descriptors";
import { disturbDisks } from "./disturb-disks";
import { disturbFiles } from "./disturb-files";
import { disturbOverdue } from "./disturb-overdue";
import { disturbPower } from "./disturb-power";

/** Each part throws an Error where it finds a fault, and returns its figures, a line each. */
const PARTS: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  clocks: () => disturbClocks({ rounds: 5, rooms: 1000 }),
  descriptors: () => disturbDescriptors({ rounds: 5 }),
  disks: async () => [...(await disturbDisks({ fullMs: 90_000, cycles: 20 })), ...(await disturbFiles())],
  overdue: () => disturbOverdue({ rooms: 2000 }),
  power: () => disturbPower({ cuts: 20 }),
};

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in PARTS));
if (unknown !== undefined) {
  console.error(`usage: npm run disturb -- [${Object.keys(PARTS).join("|")}]...`);
  process.exit(2);
}
for (const name of names.length > 0 ? names : Object.keys(PARTS)) {
  try {
    for (const line of (await PARTS[name]?.()) ?? []) console.log(`${name}: ${line}`);
  } catch (error) {
    console.error(`${name}: FAULT: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
