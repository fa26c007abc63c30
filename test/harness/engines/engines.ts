/** All engines, by name. */
import type { EngineName, RunningEngine } from "./engine";
import { startChromium } from "./chromium";
import { startFirefox } from "./firefox";
import { startWebKit } from "./webkit";

export const ENGINES: Readonly<Record<EngineName, () => Promise<RunningEngine>>> = {
  chromium: startChromium,
  firefox: startFirefox,
  webkit: startWebKit,
};
export const ENGINE_NAMES = Object.keys(ENGINES) as EngineName[];

/** The engines of this process that several files of tests use. */
const shared = new Map<EngineName, Promise<RunningEngine>>();

/**
 * As ENGINES, but the same one for all files of this process, which it ends with, and Chromium without its windows, which
 * takes half the processor time. WebKit is another one for each file: its programs would go on when this process has ended.
 */
export async function sharedEngine(name: EngineName): Promise<RunningEngine> {
  if (name === "webkit") return startWebKit();
  const running = shared.get(name) ?? (name === "chromium" ? startChromium([]) : ENGINES[name]());
  shared.set(name, running);
  const engine = await running;
  return { ...engine, close: async () => {} };
}
