/** The words of the sheets, in the language of this page. */
import { enSheets } from "./en.sheets";
import type { SheetWords } from "./en.sheets";
import { makeWords } from "./makeWords";

export const sheetWords: SheetWords = makeWords(enSheets, {
  nl: async () => (await import("./nl.sheets")).nlSheets,
  de: async () => (await import("./de.sheets")).deSheets,
});
