/** The words of the alarms, in the language of this device. */
import { enAlarm } from "./en.alarm";
import type { AlarmWords } from "./en.alarm";

export const alarmWords: AlarmWords = enAlarm;
