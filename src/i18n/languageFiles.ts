/** How the build names the files with translated words: `assets/nl.share-3fA9c2.js`. PURE. */
import { TRANSLATED_LANGUAGES } from "./languages";
import type { TranslatedLanguage } from "./languages";

/** The language of the words in this file; undefined for every other file. `path` may begin with a slash. */
export const languageOfFile = (path: string): TranslatedLanguage | undefined =>
  TRANSLATED_LANGUAGES.find((language) =>
    new RegExp(`^/?assets/${language}\\.\\w+-[\\w-]+\\.js$`).test(path),
  );
