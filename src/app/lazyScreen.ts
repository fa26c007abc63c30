/** All of the one screen that comes after the tomato, as one file: one line to wait for, not five. */
import type * as Rest from "./screenParts";

const load = (): Promise<typeof Rest> => import("./screenParts");
let early: Promise<typeof Rest> | undefined;

/** Sends for it ahead of whoever will need it. */
export function sendForRest(): void {
  early = load();
  early.catch(() => {}); // who asks for it will see
}
/** What came of having sent for it, also where that failed; after that, every call is a new try. */
export async function loadRest(): Promise<{ default: typeof Rest }> {
  const first = early;
  early = undefined;
  return { default: await (first ?? load()) };
}
