/**
 * A cache for the files with translated words. It holds only the languages that this device uses, but each of them
 * completely: sheets that were never opened have their words without a network, also after an update.
 */
import { inTime } from "../device/inTime";
import { languageOfFile } from "../i18n/languageFiles";
import type { Language } from "../i18n/languages";
import { cacheOrNetwork } from "./cacheOrNetwork";
import { currentLanguage } from "./currentLanguage";

const CACHE = "languages";
/** How long a new version waits for words, in ms. Without them the app is in English. */
const TIMEOUT_MS = 10_000;

export interface LanguageCache {
  /** Adds the files of a language that are missing. Without a network it does nothing. */
  readonly keep: (language: Language) => Promise<void>;
  /** Does the same for the language of this device, within a limited time. */
  readonly keepCurrent: () => Promise<void>;
  /** Deletes the files of older versions. */
  readonly deleteOld: () => Promise<void>;
  /** Responds from the cache, or else from the network. A file's name contains a hash, so a cached file is never old. */
  readonly respond: (request: Request) => Promise<Response>;
}

/** `paths`: the files with translated words of this version, each beginning with a slash. */
export function makeLanguageCache(paths: readonly string[]): LanguageCache {
  async function keep(language: Language): Promise<void> {
    try {
      const cache = await caches.open(CACHE);
      const cached = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname));
      await cache.addAll(paths.filter((path) => languageOfFile(path) === language && !cached.has(path)));
    } catch {
      // the app is in English until the next attempt
    }
  }
  async function deleteOld(): Promise<void> {
    const cache = await caches.open(CACHE);
    const old = (await cache.keys()).filter(({ url }) => !paths.includes(new URL(url).pathname));
    await Promise.all(old.map((request) => cache.delete(request)));
  }
  return {
    keep,
    keepCurrent: () => inTime(currentLanguage().then(keep), TIMEOUT_MS),
    deleteOld: () => inTime(deleteOld(), TIMEOUT_MS),
    respond: (request) => cacheOrNetwork(async () => (await caches.open(CACHE)).match(request.url), request),
  };
}
