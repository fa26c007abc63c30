/**
 * The files with words in other languages than English. They are kept only for who speaks them, and then a language as
 * a whole: a sheet that was never opened opens in it without a network too, also after an update.
 */
import { languageOf, OTHERS } from "../i18n/languages";
import type { Language, Other } from "../i18n/languages";
import { savedWishes } from "../device/storage";

declare const self: ServiceWorkerGlobalScope;

const CACHE = "languages";
/** No version waits longer than this for words, in ms: it has English. */
const PATIENCE_MS = 10_000;

/** The language of such a file, as the build names it (`assets/nl.sheets-3fA9c2.js`); undefined for every other file. */
export const languageOfFile = (path: string): Other | undefined =>
  OTHERS.find((language) => new RegExp(`^/?assets/${language}\\.[a-z]+-[\\w-]+\\.js$`).test(path));

/** The language of this device. */
export const languageHere = async (): Promise<Language> =>
  languageOf((await savedWishes()).language, self.navigator.languages);

export interface Languages {
  /** Fetches what is not here yet of a language; without a network it is left for the next time. */
  readonly keep: (language: Language) => Promise<void>;
  /** The same for the language of this device, for so long as a version may wait. */
  readonly keepOurs: () => Promise<void>;
  /** Forgets the files of former versions. */
  readonly tidy: () => Promise<void>;
  /** A file's name changes with what is in it: what is kept is right. */
  readonly answer: (request: Request) => Promise<Response>;
}

/** `paths`: such files of this version, from the root. */
export function makeLanguages(paths: readonly string[]): Languages {
  async function keep(language: Language): Promise<void> {
    try {
      const cache = await caches.open(CACHE);
      const here = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
      await cache.addAll(paths.filter((path) => languageOfFile(path) === language && !here.has(path)));
    } catch {
      // English until then
    }
  }
  return {
    keep,
    keepOurs: () =>
      Promise.race([languageHere().then(keep), new Promise<void>((done) => setTimeout(done, PATIENCE_MS))]),
    async tidy() {
      const cache = await caches.open(CACHE);
      const old = (await cache.keys()).filter(({ url }) => !paths.includes(new URL(url).pathname));
      await Promise.all(old.map((request) => cache.delete(request)));
    },
    answer: async (request) => (await (await caches.open(CACHE)).match(request.url)) ?? fetch(request),
  };
}
