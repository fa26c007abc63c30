/** What the extension stores: the settings for good, and what it knows of the room until the browser is closed. */
import * as v from "valibot";
import { KnownSchema, NO_SETTINGS, NOTHING_KNOWN, SettingsSchema } from "../core/state";
import type { Known, Settings } from "../core/state";

const SETTINGS = "settings";
const KNOWN = "known";

/** What cannot be read counts as missing. */
export async function readStored(): Promise<{ settings: Settings; known: Known }> {
  const [local, session] = await Promise.all([
    chrome.storage.local.get(SETTINGS).catch(() => ({})),
    chrome.storage.session.get(KNOWN).catch(() => ({})),
  ]);
  return {
    settings: parse(SettingsSchema, (local as Record<string, unknown>)[SETTINGS], NO_SETTINGS),
    known: parse(KnownSchema, (session as Record<string, unknown>)[KNOWN], NOTHING_KNOWN),
  };
}

export const storeSettings = (settings: Settings): Promise<void> =>
  chrome.storage.local.set({ [SETTINGS]: settings });
export const storeKnown = (known: Known): Promise<void> => chrome.storage.session.set({ [KNOWN]: known });

function parse<T>(schema: v.GenericSchema<unknown, T>, value: unknown, otherwise: T): T {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : otherwise;
}
