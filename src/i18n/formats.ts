/** Times and dates in the language of this page, as the browser's region tells them. */
import { createMemo, createRoot } from "solid-js";
import type { Accessor } from "solid-js";
import { localeOf } from "./languages";
import { language } from "./language";

/** One format, made anew when the language changes. */
export function makeFormat(options: Intl.DateTimeFormatOptions): (epochMs: number) => string {
  const format: Accessor<Intl.DateTimeFormat> = createRoot(() =>
    createMemo(() => new Intl.DateTimeFormat(localeOf(language(), navigator.languages), options)),
  );
  return (epochMs) => format().format(epochMs);
}

/** A moment of today. */
export const timeOfDay = makeFormat({ hour: "numeric", minute: "2-digit" });
/** The same to the second. */
export const exactTime = makeFormat({ hour: "numeric", minute: "2-digit", second: "2-digit" });
