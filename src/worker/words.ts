/** The words of the notifications, in the language of this device. All are here: a push may find no network. */
import { deAlarm } from "../i18n/de.alarm";
import { enAlarm } from "../i18n/en.alarm";
import type { AlarmWords } from "../i18n/en.alarm";
import type { Language } from "../i18n/languages";
import { nlAlarm } from "../i18n/nl.alarm";
import { languageHere } from "./languages";

const ALL: Readonly<Record<Language, AlarmWords>> = { en: enAlarm, nl: nlAlarm, de: deAlarm };

export const wordsHere = async (): Promise<AlarmWords> => ALL[await languageHere()];
