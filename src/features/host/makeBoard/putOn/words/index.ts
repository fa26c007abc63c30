/** The words of putting a program on a board, in the language of the page. */
import { makeWords } from "../../../../../i18n/makeWords";
import type { WordsFile } from "../../../../../i18n/makeWords";
import en from "./en";

export type PutOnWords = typeof en;
export const words: PutOnWords = makeWords(
  en,
  import.meta.glob<WordsFile<PutOnWords>>(["./*.ts", "!./en.ts", "!./index.ts"]),
);
