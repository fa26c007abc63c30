/** The words of the notifications. All languages are in the worker's script, since a push may arrive without a network. */
import { firstWordsIn } from "../../i18n/first/words";
import { currentLanguage } from "../currentLanguage";
import en from "./en";

const ALL = import.meta.glob<typeof en>(["./*.ts", "!./index.ts"], { eager: true, import: "default" });

/** Also has the words of the tomato. */
export type NotificationWords = typeof en & ReturnType<typeof firstWordsIn>;

/** In the language of this device. */
export async function loadWords(): Promise<NotificationWords> {
  const language = await currentLanguage();
  return { ...firstWordsIn(language), ...(ALL[`./${language}.ts`] ?? en) };
}
