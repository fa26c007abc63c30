/** The languages of the app, and which one a page or a notification uses. PURE. */

/** The one list of languages: each code with the language's name in the language itself. */
export const LANGUAGE_NAMES = { en: "English", nl: "Nederlands", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGE_NAMES;
export const LANGUAGES = Object.keys(LANGUAGE_NAMES) as readonly Language[];

/** What a person can choose; "auto" follows the browser. */
export const LANGUAGE_CHOICES = ["auto", ...LANGUAGES] as const;
export type LanguageChoice = (typeof LANGUAGE_CHOICES)[number];

/** "nl" of "nl-BE", and of "nl_BE.UTF-8". */
export const primaryTag = (tag: string): string => tag.toLowerCase().replace(/[-_.@].*/, "");

/** The chosen language. For "auto" the first of the browser's languages that the app has, in any region, or English. */
export function resolveLanguage(choice: LanguageChoice, browserLanguages: readonly string[]): Language {
  if (choice !== "auto") return choice;
  const supported = browserLanguages.map((tag) => LANGUAGES.find((language) => language === primaryTag(tag)));
  return supported.find((language) => language !== undefined) ?? "en";
}
