/** Times and numbers in the locale that fits the language of the page and the person's region. */
import { createSignal } from "solid-js";
import { language, wordsReady } from "./language";
import { primaryTag } from "./languages";
import { localeOf } from "./locales";
import { timeFormat } from "./timeFormat";

const [browserLanguages, setBrowserLanguages] = createSignal(navigator.languages);
/** Together with the words, which may have to be loaded. */
const followBrowser = (): void => void wordsReady().then(() => setBrowserLanguages(navigator.languages));
globalThis.addEventListener?.("languagechange", followBrowser);

/** The locale that this page formats times and numbers in; a signal. */
export const pageLocale = (): string => localeOf(language(), browserLanguages());

/** The same in the language of the words, for texts that have words of their own, such as “17 hr”; a signal. */
export const wordsLocale = (): string =>
  primaryTag(pageLocale()) === language() ? pageLocale() : language();

/** A function that formats a number. `makeFormat` is called at the first use, because it takes long, and for each new locale. */
function inPageLocale(makeFormat: (locale: string) => Intl.DateTimeFormat) {
  let locale = "";
  let format: Intl.DateTimeFormat;
  return (value: number): string => {
    if (locale !== pageLocale()) format = makeFormat((locale = pageLocale()));
    return format.format(value);
  };
}

/** A moment (epoch ms) as hours and minutes. */
export const timeOfDay = inPageLocale((locale) => timeFormat(locale, "short"));
const weekday = inPageLocale((locale) => new Intl.DateTimeFormat(locale, { weekday: "short" }));
/** The same with the weekday. */
export const dayAndTime = (epochMs: number): string => `${weekday(epochMs)} ${timeOfDay(epochMs)}`;
/** A moment (epoch ms) as hours, minutes and seconds. */
export const exactTime = inPageLocale((locale) => timeFormat(locale, "medium"));
