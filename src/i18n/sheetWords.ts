/** The words of the sheets, in the language of this page. */
import { enSheets } from "./en.sheets";
import type { SheetWords } from "./en.sheets";

export const sheetWords: SheetWords = enSheets;
