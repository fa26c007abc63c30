/** Asks the service worker to keep all words of a language for offline use, not only those that this page has loaded. */
import type { Language } from "../i18n/languages";
import { currentRegistration } from "./serviceWorker";

export async function keepLanguage(language: Language): Promise<void> {
  (await currentRegistration())?.active?.postMessage({ type: "keep", language });
}
