/**
 * What a person prefers on this device: one stored record of values by name. Each preference is defined once, by the
 * code that it belongs to, so that no other code carries it. The two below are defined here because the page and the
 * service worker use them. Pages read and change preferences with `pagePreferences.ts`.
 */
import * as v from "valibot";
import { LANGUAGE_CHOICES } from "../i18n/languages";
import { readStored, updateStored } from "./storage";

export interface Preference<T> {
  /** In the stored record. It must not change. */
  readonly name: string;
  readonly schema: v.GenericSchema<unknown, T>;
  /** The value as long as the person has chosen none, and where the stored one does not fit the schema. */
  readonly initial: T;
}
/** Values by name. They are unchecked: another version of the app may have written them. */
export type PreferenceRecord = Readonly<Record<string, unknown>>;

export const definePreference = <T>(
  name: string,
  schema: v.GenericSchema<unknown, T>,
  initial: T,
): Preference<T> => ({ name, schema, initial });

/** The person's name, shown to everyone in the room; "" for none. */
export const USER_NAME = definePreference("name", v.pipe(v.string(), v.maxLength(64)), "");
export const LANGUAGE_CHOICE = definePreference("language", v.picklist(LANGUAGE_CHOICES), "auto");

/** The key in IndexedDB since version 1.0. */
const STORAGE_KEY = "wishes";

/** The stored record; an empty one where there is none or storage fails. */
export const readPreferences = async (): Promise<PreferenceRecord> => toRecord(await readStored(STORAGE_KEY));

/** Changes the stored record in one transaction, since another tab may have changed it too. Never rejects. */
export const updatePreferences = (change: (old: PreferenceRecord) => PreferenceRecord): Promise<void> =>
  updateStored(STORAGE_KEY, (old) => change(toRecord(old)));

export function valueIn<T>(record: PreferenceRecord, { name, schema, initial }: Preference<T>): T {
  const parsed = v.safeParse(schema, record[name]);
  return parsed.success ? parsed.output : initial;
}

/** A copy of `value` where it is an object, otherwise an empty record. */
export const toRecord = (value: unknown): PreferenceRecord =>
  typeof value === "object" && !Array.isArray(value) ? { ...value } : {};
