/** The words of the alarms, in the language of this page. */
import { enAlarm } from "./en.alarm";
import type { AlarmWords } from "./en.alarm";
import { makeWords } from "./makeWords";

export const alarmWords: AlarmWords = makeWords(enAlarm, {
  nl: async () => (await import("./nl.alarm")).nlAlarm,
  de: async () => (await import("./de.alarm")).deAlarm,
});
