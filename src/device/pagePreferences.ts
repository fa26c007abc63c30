/** The preferences as a page uses them: loaded once, before anything is drawn, then kept as a signal. */
import { createSignal } from "solid-js";
import { readPreferences, updatePreferences, valueIn } from "./preferences";
import type { Preference, PreferenceRecord } from "./preferences";

const [record, setRecord] = createSignal<PreferenceRecord>({});

/** Until this has resolved, every preference has its initial value. Never rejects. */
export async function loadPreferences(): Promise<void> {
  setRecord(await readPreferences());
}

/** The current value; the code that reads it reacts to a change. */
export const getPreference = <T>(preference: Preference<T>): T => valueIn(record(), preference);

/** Changes the value on this page, and stores it. */
export const setPreference = <T>({ name }: Preference<T>, value: T): void =>
  void changePreferences((old) => ({ ...old, [name]: value }));

/** Changes several values at the same time. Never rejects. */
export function changePreferences(change: (old: PreferenceRecord) => PreferenceRecord): Promise<void> {
  setRecord(change);
  return updatePreferences(change);
}
