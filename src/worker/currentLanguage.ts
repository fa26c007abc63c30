/** The language of this device. It is read each time, since the person may have chosen another one meanwhile. */
import { LANGUAGE_CHOICE, readPreferences, valueIn } from "../device/preferences";
import { resolveLanguage } from "../i18n/languages";
import type { Language } from "../i18n/languages";

declare const self: ServiceWorkerGlobalScope;

export const currentLanguage = async (): Promise<Language> =>
  resolveLanguage(valueIn(await readPreferences(), LANGUAGE_CHOICE), self.navigator.languages);
