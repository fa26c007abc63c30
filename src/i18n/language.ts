/** The language that this page speaks. All its words change at once, when those of every part in use have come. */
import { batch, createSignal } from "solid-js";
import type { Language } from "./languages";

/** Fetches one part's words; what it resolves to puts them in place. */
type Part = (language: Language) => Promise<() => void>;

const parts: Part[] = [];
const [language, setLanguage] = createSignal<Language>("en");
let wanted: Language = "en";
let coming: Promise<void> = Promise.resolve();

export { language };

/** Where a part's words cannot be fetched, the whole page is in English, which is always there. */
export function speak(next: Language): Promise<void> {
  wanted = next;
  return (coming = change(next));
}
async function change(next: Language): Promise<void> {
  const places = await Promise.all(parts.map((part) => part(next))).catch(() => null);
  if (wanted !== next) return coming; // another wish came meanwhile
  if (places === null) return speak("en");
  batch(() => {
    for (const place of places) place();
    setLanguage(next);
  });
  document.documentElement.lang = next;
}

/** From now on this part speaks too. Its English is in place already. */
export function join(part: Part): void {
  parts.push(part);
  if (wanted !== "en") void speak(wanted);
}

/** Resolves when every part that is loaded can speak: what is shown after it is shown in one language. */
export const spoken = (): Promise<void> => coming;
