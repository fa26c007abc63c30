/** The words of the screen around the tomato, in the language of the page. */
import { makeWords } from "../../makeWords";
import en from "./en";
import { translations } from "./translations";

export type ControlWords = typeof en;
export const controlWords: ControlWords = makeWords(en, translations);
