/** How the build names the files with translated words: `assets/nl.share-3fA9c2.js`. PURE. */
import { LANGUAGES } from "./languages";
import type { Language } from "./languages";

/** All but English, which is in the code that uses it. The words of these are files of their own. */
export const TRANSLATED_LANGUAGES = LANGUAGES.filter((language) => language !== "en");
export type TranslatedLanguage = Exclude<Language, "en">;

/** The language of the words in this file; undefined for every other file. `path` may begin with a slash. */
export const languageOfFile = (path: string): TranslatedLanguage | undefined =>
  TRANSLATED_LANGUAGES.find((language) =>
    new RegExp(`^/?assets/${language}\\.\\w+-[\\w-]+\\.js$`).test(path),
  );
