/** The words of the tomato, in the language of the page. */
import { firstWordsIn } from "./first/words";
import type { FirstWords } from "./first/words";
import en from "./first/words/en";
import { language } from "./language";

/** Each read gives the current language. */
export const firstWords: FirstWords = new Proxy(en, {
  get: (_, key: keyof FirstWords & string) => firstWordsIn(language())[key],
});
