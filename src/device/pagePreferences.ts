/**
 * The preferences as a page uses them: loaded once, before anything is drawn, then kept as a signal. All tabs of the
 * browser follow a change in one of them.
 */
import { createSignal } from "solid-js";
import { openChannel } from "./channel";
import { readPreferences, toRecord, updatePreferences, valueIn } from "./preferences";
import type { Preference, PreferenceRecord } from "./preferences";

const [record, setRecord] = createSignal<PreferenceRecord>({});
let channel: BroadcastChannel | null = null;

/** Until this has resolved, every preference has its initial value. Never rejects. */
export async function loadPreferences(): Promise<void> {
  channel = openChannel("preferences", (data) => setRecord(toRecord(data)));
  setRecord(await readPreferences());
}

/** The current value; the code that reads it reacts to a change. */
export const getPreference = <T>(preference: Preference<T>): T => valueIn(record(), preference);

/** Changes the value on this page, and stores it. */
export const setPreference = <T>({ name }: Preference<T>, value: T): void =>
  void changePreferences((old) => ({ ...old, [name]: value }));

/** Changes several values at the same time. Never rejects. */
export function changePreferences(change: (old: PreferenceRecord) => PreferenceRecord): Promise<void> {
  const changed = setRecord(change);
  channel?.postMessage(changed);
  return updatePreferences(change);
}
