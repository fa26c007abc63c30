/** The words of the main screen. In every language at once: they are few, and the first tomato waits for none. */
import { de } from "./de";
import { en } from "./en";
import type { Words } from "./en";
import type { Language } from "./languages";
import { nl } from "./nl";
import { language } from "./language";

export type { Words };
const ALL = { en, nl, de } satisfies Record<Language, Words>;

/** Each reading is in the language of now. */
export const words: Words = new Proxy(en, { get: (_, key: keyof Words & string) => ALL[language()][key] });
