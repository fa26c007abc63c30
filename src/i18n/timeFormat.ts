/** Times of day as the people of a locale write them. PURE. */

/**
 * `timeStyle` and not single fields, which ICU writes otherwise: 0:05 for 00:05. `short`: hours and minutes. `medium`:
 * with seconds. Never 24:05 for five past midnight.
 */
export function timeFormat(
  locale: string | undefined,
  timeStyle: "short" | "medium",
  hourCycle?: "h23",
): Intl.DateTimeFormat {
  const format = new Intl.DateTimeFormat(locale, { timeStyle, hourCycle });
  return format.resolvedOptions().hourCycle === "h24" ? timeFormat(locale, timeStyle, "h23") : format;
}
