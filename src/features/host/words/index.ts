/** The words of the Host sheet, in the language of the page. */
import { makeWords } from "../../../i18n/makeWords";
import type { WordsFile } from "../../../i18n/makeWords";
import en from "./en";

export type HostWords = typeof en;
export const words: HostWords = makeWords(
  en,
  import.meta.glob<WordsFile<HostWords>>(["./*.ts", "!./en.ts", "!./index.ts"]),
);
