/** The languages of the app, and which one a device gets. PURE. */
/** Those whose words are fetched when they are spoken; English is in the code that says it. */
export const OTHERS = ["nl", "de"] as const;
export type Other = (typeof OTHERS)[number];
export const LANGUAGES = ["en", ...OTHERS] as const;
export type Language = (typeof LANGUAGES)[number];
/** What a person may wish; "auto" leaves it to the browser. */
export const LANGUAGE_WISHES = ["auto", ...LANGUAGES] as const;
export type LanguageWish = (typeof LANGUAGE_WISHES)[number];

/** "nl" of "nl-BE". */
const primary = (tag: string): string => tag.toLowerCase().replace(/-.*/, "");

/** The one that is wished for, or else the first of the browser's languages that the app speaks, in any region. */
export function languageOf(wish: LanguageWish, browser: readonly string[]): Language {
  if (wish !== "auto") return wish;
  const spoken = browser.map((tag) => LANGUAGES.find((language) => language === primary(tag)));
  return spoken.find((language) => language !== undefined) ?? "en";
}

/** Times and numbers as the browser's region has them, where the browser speaks this language. */
export const localeOf = (language: Language, browser: readonly string[]): string =>
  browser.find((tag) => primary(tag) === language) ?? language;
