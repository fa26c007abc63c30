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
