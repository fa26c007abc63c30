/**
 * The language of this page. All groups of words that are loaded change at the same time, once the last of them has
 * loaded its words, so that the page is never in two languages.
 */
import { batch, createSignal } from "solid-js";
import type { Language } from "./languages";

/** Loads one group's words in a language. It resolves to a function that puts them in place. */
type LoadWords = (language: Language) => Promise<() => void>;

const groups: LoadWords[] = [];
const [language, writeLanguage] = createSignal<Language>("en");
let requested: Language = "en";
let pending: Promise<void> = Promise.resolve();

export { language };

/** Resolves when the page is in this language; in English, if the words of one group cannot be loaded. */
export function setLanguage(next: Language): Promise<void> {
  requested = next;
  return (pending = loadAll(next));
}

async function loadAll(next: Language): Promise<void> {
  const apply = await Promise.all(groups.map((load) => load(next))).catch(() => null);
  if (requested !== next) return pending; // another language has been requested meanwhile
  if (apply === null) return setLanguage("en");
  batch(() => {
    for (const applyGroup of apply) applyGroup();
    writeLanguage(next);
  });
  document.documentElement.lang = next;
}

/** Adds a group of words, which is in English so far. It follows the language of the page from now on. */
export function registerWords(load: LoadWords): void {
  groups.push(load);
  if (requested !== "en") void setLanguage(requested);
}

/** Resolves when all groups of words that are loaded are in the language of the page. */
export const wordsReady = (): Promise<void> => pending;
