/** Runs one seed from its beginning to its end, with all rules. */
import { check } from "./checks";
import type { Violation } from "./core";
import { direct } from "./director";
import type { Faults } from "./faults";
import { closePage } from "./people";
import { World } from "./world";
import type { WorldOptions } from "./world";

export interface Outcome {
  /** Null: every rule held. */
  readonly violation: Violation | null;
  /** Simulated time, hours. */
  readonly hours: number;
  /** Of these, hours in which a page was open. */
  readonly usedHours: number;
  readonly steps: number;
  /** The same for the same seed, to the byte. */
  readonly digest: string;
  readonly happenings: number;
}

/** After everything is closed, the server's network gives up its dead connections, and the room sleeps. In ms. */
const END_MS = 1_000_000;
/** How long all pages are shown before the last comparison, ms. */
const LAST_CALM_MS = 100_000;

/** A world with its rules, at its beginning. */
export function makeWorld(options: WorldOptions): { readonly world: World; readonly faults: Faults } {
  const world = new World(options);
  const faults = direct(world);
  check(world, faults);
  return { world, faults };
}

export function simulate(options: WorldOptions & { readonly onTrace?: (line: string) => void }): Outcome {
  const { world, faults } = makeWorld(options);
  const { core } = world;
  core.onTrace = options.onTrace ?? null;
  let usedMs = 0;
  const STEP_MS = 600_000;
  for (let at = STEP_MS; at < world.endMs + STEP_MS; at += STEP_MS) {
    const isUsed = world.devices.some(({ page }) => page !== null);
    if (!world.runUntil(Math.min(at, world.endMs))) break;
    if (isUsed) usedMs += STEP_MS;
  }
  if (world.violation === null) end(world, faults);
  return {
    violation: world.violation,
    hours: Math.min(core.now, world.endMs) / 3_600_000,
    usedHours: Math.min(usedMs, core.now) / 3_600_000,
    steps: core.steps,
    digest: core.digest.toString(16).padStart(8, "0"),
    happenings: world.happenings.length,
  };
}

/** Ends all faults, compares everything once more, closes everything, and looks at what is left. */
function end(world: World, faults: Faults): void {
  const { core, devices, server } = world;
  faults.heal();
  for (const { browser } of devices) for (const page of browser.pages) page.setVisible(true);
  if (!world.runUntil(world.endMs + LAST_CALM_MS)) return;
  world.tell((watcher) => watcher.onCalm?.());
  for (const { browser } of devices) for (const page of browser.pages) closePage(world, page, true);
  if (!world.runUntil(world.endMs + LAST_CALM_MS + END_MS)) return;
  world.tell((watcher) => watcher.onOver?.());
  const { object } = server;
  if (object !== null && object.sockets.size > 0)
    core.fail("nothing is left when all is closed", `${object.sockets.size} sockets of the server`);
}
