/** The words of the people in the head of the screen, in the language of the page. */
import { makeWords } from "../../../i18n/makeWords";
import type { WordsFile } from "../../../i18n/makeWords";
import en from "./en";

export const words = makeWords(
  en,
  import.meta.glob<WordsFile<typeof en>>(["./*.ts", "!./en.ts", "!./index.ts"]),
);
