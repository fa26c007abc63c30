/** Groups of words in the language of the page, in the shape of the English ones: `words.copy`, `words.paused(name)`. */
import { createSignal } from "solid-js";
import { flatten, translator } from "@solid-primitives/i18n";
import type { BaseRecordDict } from "@solid-primitives/i18n";
import { registerWords } from "./language";

type Translate = (path: string, ...args: unknown[]) => unknown;

/** A file with the words of one group in one language. */
export interface WordsFile<T> {
  readonly default: T;
}
/** Loaders by file name, such as `./nl.ts`: what `import.meta.glob` gives for the translations of one group. */
export type Translations<T> = Readonly<Record<string, () => Promise<WordsFile<T>>>>;

/** The code that reads a word reacts to a change of the language. A translation is loaded when it is first needed. */
export function makeWords<T extends BaseRecordDict>(english: T, translations: Translations<T>): T {
  const [dictionary, setDictionary] = createSignal<BaseRecordDict>(flatten(english));
  registerWords(async (language) => {
    const words = language === "en" ? english : (await translations[`./${language}.ts`]?.())?.default;
    if (words === undefined) throw new Error(`no words in ${language}`);
    const flat: BaseRecordDict = flatten(words);
    return () => setDictionary(flat);
  });
  // eslint-disable-next-line solid/reactivity -- each reader of a word tracks the dictionary
  return makeView(english, translator(() => dictionary()) as Translate);
}

/** Texts and lists are getters, so that each read gives the current language; functions look up their text when called. */
function makeView<T extends BaseRecordDict>(shape: T, translate: Translate, path = ""): T {
  const view = {};
  for (const [key, value] of Object.entries(shape)) {
    const fullPath = path + key;
    const property: PropertyDescriptor =
      typeof value === "function"
        ? { value: (...args: unknown[]) => translate(fullPath, ...args) }
        : typeof value === "string" || Array.isArray(value)
          ? { get: () => translate(fullPath) }
          : { value: makeView(value as BaseRecordDict, translate, `${fullPath}.`) };
    Object.defineProperty(view, key, property);
  }
  return view as T;
}
