/** Asks the service worker to keep a language's words, also when this page was loaded without it. */
import type { Language } from "./languages";

export function keepLanguage(language: Language): void {
  if (!("serviceWorker" in navigator)) return;
  void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage({ type: "keep", language }));
}
