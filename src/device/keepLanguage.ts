/** Asks the service worker to keep all words of a language for offline use, not only those that this page has loaded. */
import type { Language } from "./languages";

export function keepLanguage(language: Language): void {
  if (!("serviceWorker" in navigator)) return;
  void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage({ type: "keep", language }));
}
