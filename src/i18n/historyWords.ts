/** The words of the History sheet, in the language of this page. */
import { enHistory } from "./en.history";
import type { HistoryWords } from "./en.history";

export const historyWords: HistoryWords = enHistory;
