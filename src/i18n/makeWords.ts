/** Words in the language of now, in the form of the English ones: `words.sheets.close`, `words.paused(who)`. */
import { createSignal } from "solid-js";
import { flatten, translator } from "@solid-primitives/i18n";
import type { BaseRecordDict } from "@solid-primitives/i18n";
import type { Other } from "./languages";
import { join } from "./language";

type Translate = (path: string, ...args: unknown[]) => unknown;

/** English is given, the others are fetched when they are spoken. What reads these words follows the language. */
export function makeWords<T extends BaseRecordDict>(
  english: T,
  others: Readonly<Record<Other, () => T | Promise<T>>>,
): T {
  const [dictionary, setDictionary] = createSignal<BaseRecordDict>(flatten(english));
  join(async (language) => {
    const found: BaseRecordDict = flatten(language === "en" ? english : await others[language]());
    return () => setDictionary(found);
  });
  // eslint-disable-next-line solid/reactivity -- tracked by whoever reads the words
  return viewOf(english, translator(() => dictionary()) as Translate);
}

/** Texts and lists are getters, so that each reading is of now; functions look their words up when they are called. */
function viewOf<T extends BaseRecordDict>(shape: T, translate: Translate, path = ""): T {
  const view = {};
  for (const [key, value] of Object.entries(shape)) {
    const at = path + key;
    const property: PropertyDescriptor =
      typeof value === "function"
        ? { value: (...args: unknown[]) => translate(at, ...args) }
        : typeof value === "string" || Array.isArray(value)
          ? { get: () => translate(at) }
          : { value: viewOf(value as BaseRecordDict, translate, `${at}.`) };
    Object.defineProperty(view, key, property);
  }
  return view as T;
}
