/** Times in the language of the page, in the format of the browser's region. */
import { createMemo, createRoot } from "solid-js";
import type { Accessor } from "solid-js";
import { language } from "./language";
import { localeOf } from "./languages";

/** The locale that this page formats times and numbers in; a signal. */
export const pageLocale = (): string => localeOf(language(), navigator.languages);

/** A function that formats a moment (epoch ms). The format is made again when the language changes. */
export function makeFormat(options: Intl.DateTimeFormatOptions): (epochMs: number) => string {
  const format: Accessor<Intl.DateTimeFormat> = createRoot(() =>
    createMemo(() => new Intl.DateTimeFormat(pageLocale(), options)),
  );
  return (epochMs) => format().format(epochMs);
}

/** Hours and minutes. */
export const timeOfDay = makeFormat({ hour: "numeric", minute: "2-digit" });
/** Hours, minutes and seconds. */
export const exactTime = makeFormat({ hour: "numeric", minute: "2-digit", second: "2-digit" });
