/** How this device rings: the preferences of the alarm. */
import * as v from "valibot";
import { changePreferences } from "../device/pagePreferences";
import { definePreference, toRecord } from "../device/preferences";
import { readStored, writeStored } from "../device/storage";
import { CHIMES } from "./sounds";

export const CHIME = definePreference("chime", v.picklist([...CHIMES, "own"]), "bell");
/** The chime of the person's own file, which `ownChime.ts` stores: the name of the file, and a number for each choice. */
export const OWN_CHIME = definePreference(
  "own-chime",
  v.nullable(v.object({ name: v.pipe(v.string(), v.maxLength(255)), id: v.number() })),
  null,
);
/** 0–100. */
export const VOLUME = definePreference(
  "volume",
  v.pipe(
    v.number(),
    v.check((volume) => volume >= 0 && volume <= 100),
  ),
  70,
);
export const MUTED = definePreference("muted", v.boolean(), false);
export const VIBRATE = definePreference("vibrate", v.boolean(), true);
/** Whether the screen stays on while a period runs. */
export const KEEP_AWAKE = definePreference("awake", v.boolean(), true);

/** Version 1.0 stored these five values in a record of their own. */
const OLD_STORAGE_KEY = "alarm-wishes";

/**
 * Copies the values of version 1.0 into the one record. The old record stays, with a mark, because version 1.0 may run
 * again: in another tab, or after a downgrade. It writes the old record without the mark. So a record without the mark
 * is newer than the copy and replaces it. A record with the mark only fills in what is missing, because version 1.0 also
 * rewrites the one record, without the alarm's values. Called once per page, when this file loads.
 */
export async function copyOldPreferences(): Promise<void> {
  const { copied, ...old } = toRecord(await readStored(OLD_STORAGE_KEY));
  if (Object.keys(old).length === 0) return;
  await changePreferences((record) => (copied === true ? { ...old, ...record } : { ...record, ...old }));
  await writeStored(OLD_STORAGE_KEY, { ...old, copied: true });
}
void copyOldPreferences();
