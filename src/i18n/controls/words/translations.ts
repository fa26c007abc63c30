/** Loads the controls' words. A file of its own, so that the first script can start the request early. */
import type { Translations, WordsFile } from "../../makeWords";
import type en from "./en";

export const translations: Translations<typeof en> = import.meta.glob<WordsFile<typeof en>>([
  "./*.ts",
  "!./en.ts",
  "!./index.ts",
  "!./translations.ts",
]);
