/** The words of the extension in the browser's language. All languages are bundled: they are small, and come with it. */
import { firstWordsIn } from "../../src/i18n/first/words";
import { resolveLanguage } from "../../src/i18n/languages";
import joinEn from "../../src/features/join/words/en";
import type { Icon } from "../core/plan";
import en from "./en";

const ALL = import.meta.glob<typeof en>(["./*.ts", "!./index.ts"], { eager: true, import: "default" });
const JOIN = import.meta.glob<typeof joinEn>(
  ["../../src/features/join/words/*.ts", "!../../src/features/join/words/index.ts"],
  { eager: true, import: "default" },
);

export const language = resolveLanguage("auto", navigator.languages);
export const words = ALL[`./${language}.ts`] ?? en;
/** What is wrong with a link; most of it as the app says it. */
export const problemWords = {
  ...(JOIN[`../../src/features/join/words/${language}.ts`] ?? joinEn).problem,
  ...words.problem,
};
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
