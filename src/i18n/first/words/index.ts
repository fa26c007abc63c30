/** The words of the tomato. All languages are in the first script, so that it can draw at once; the worker has them too. */
import type { Language } from "../../languages";
import en from "./en";

export type FirstWords = typeof en;
const ALL = import.meta.glob<FirstWords>(["./*.ts", "!./index.ts"], { eager: true, import: "default" });

export const firstWordsIn = (language: Language): FirstWords => ALL[`./${language}.ts`] ?? en;
