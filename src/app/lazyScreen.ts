/** Loads the parts of the screen around the tomato, all with one request. */
import type * as ScreenParts from "./screenParts";

const load = (): Promise<typeof ScreenParts> => import("./screenParts");
let preloaded: Promise<typeof ScreenParts> | undefined;

/** Starts the request before the parts are needed. */
export function preloadScreenParts(): void {
  preloaded = load();
  preloaded.catch(() => {}); // `loadScreenParts` reports the error
}

/** The first call gives the result of the preload, a failure included. Every later call is a new attempt. */
export async function loadScreenParts(): Promise<{ default: typeof ScreenParts }> {
  const first = preloaded;
  preloaded = undefined;
  return { default: await (first ?? load()) };
}
