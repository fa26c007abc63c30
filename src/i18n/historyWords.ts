/** The words of the History sheet, in the language of this page. */
import { enHistory } from "./en.history";
import type { HistoryWords } from "./en.history";
import { makeWords } from "./makeWords";

export const historyWords: HistoryWords = makeWords(enHistory, {
  nl: async () => (await import("./nl.history")).nlHistory,
  de: async () => (await import("./de.history")).deHistory,
});
