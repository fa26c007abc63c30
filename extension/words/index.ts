/** The words of the extension in the browser's language. All languages are bundled: they are small, and come with it. */
import { firstWordsIn } from "../../src/i18n/first/words";
import { resolveLanguage } from "../../src/i18n/languages";
import joinDe from "../../src/features/join/words/de";
import joinEn from "../../src/features/join/words/en";
import joinNl from "../../src/features/join/words/nl";
import type { Icon } from "../core/plan";
import de from "./de";
import en from "./en";
import nl from "./nl";

export const language = resolveLanguage("auto", navigator.languages);
export const words = { en, nl, de }[language];
/** What is wrong with a link; most of it as the app says it. */
export const problemWords = { ...{ en: joinEn, nl: joinNl, de: joinDe }[language].problem, ...words.problem };
const { app, messages } = firstWordsIn(language);

/** What the pointer shows over the icon. */
export function titleOf({ state, isHeld, minutes, isReached }: Icon): string {
  if (!isReached) return `${app}: ${words.outOfReach}`;
  if (state === null) return app;
  const parts = [
    messages[state],
    minutes === null ? null : words.minutes(minutes),
    isHeld ? words.paused : null,
  ];
  return parts.filter((part) => part !== null).join(" · ");
}
