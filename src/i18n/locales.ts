/** The locales in which a page formats times, dates and numbers. PURE. */
import { primaryTag } from "./languages";
import type { Language } from "./languages";

/** Whether `Intl` accepts it. A browser may list entries such as "*" and "C". */
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

/** The first of the browser's languages that is a locale; English without one. The browser lists them by preference. */
export const ownLocale = (browserLanguages: readonly string[]): string =>
  browserLanguages.find(isLocale) ?? "en";

/**
 * The locale for times, dates and numbers on a page in this language. For English it is the person's own, whatever its
 * language: people read English because the app does not speak their language, or by choice, and in all regions. For
 * another language it is the browser's locale in that language, with its region, or the language alone.
 */
export const localeOf = (language: Language, browserLanguages: readonly string[]): string =>
  language === "en"
    ? ownLocale(browserLanguages)
    : (browserLanguages.find((tag) => primaryTag(tag) === language && isLocale(tag)) ?? language);
