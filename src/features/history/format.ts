/** Times, days and durations in the format of a locale. PURE, except that it reads the time zone. */
export interface Formats {
  /** Such as 10:05–10:30, or 10:05 – 10:30 AM. */
  readonly range: (from: number, to: number) => string;
  readonly hour: (ms: number) => string;
  /** Such as Tue 3 Mar. */
  readonly day: (ms: number) => string;
  /** Such as Tuesday 3 March 2027. */
  readonly longDay: (ms: number) => string;
  readonly weekday: (ms: number) => string;
  /** One letter, for narrow places where the days are in order. */
  readonly letter: (ms: number) => string;
  /** Such as Mar. January has the year: Jan 2027. */
  readonly month: (ms: number) => string;
  readonly number: (n: number) => string;
  /** Such as 1 hr 25 min. Below a minute 40 sec; from 100 hours on only whole hours. */
  readonly duration: (seconds: number) => string;
}

/** Removes words such as “Uhr”, which some languages add to a time. */
const withoutWords = (parts: readonly { readonly type: string; readonly value: string }[]): string =>
  parts
    .filter(({ type, value }) => type !== "literal" || !/\p{L}/u.test(value))
    .map(({ value }) => value)
    .join("");

/** Without a `locale` the browser's. `wordsLocale`: that of the words around the texts, in which durations have their units. */
export function makeFormats(locale?: string, wordsLocale = locale): Formats {
  const date = (options: Intl.DateTimeFormatOptions): ((ms: number) => string) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (ms) => format.format(ms);
  };
  const unit = (unit: string): ((n: number) => string) => {
    const format = new Intl.NumberFormat(wordsLocale, { style: "unit", unit, unitDisplay: "short" });
    return (n) => format.format(n);
  };
  const [month, january] = [date({ month: "short" }), date({ month: "short", year: "numeric" })];
  const clock = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" });
  const hour = new Intl.DateTimeFormat(locale, { hour: "numeric" });
  const number = new Intl.NumberFormat(locale);
  const [hours, minutes, seconds] = [unit("hour"), unit("minute"), unit("second")];
  return {
    range: (from, to) => withoutWords(clock.formatRangeToParts(from, to)),
    hour: (ms) => withoutWords(hour.formatToParts(ms)),
    day: date({ weekday: "short", day: "numeric", month: "short" }),
    longDay: date({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    weekday: date({ weekday: "short" }),
    letter: date({ weekday: "narrow" }),
    month: (ms) => (new Date(ms).getMonth() === 0 ? january : month)(ms),
    number: (n) => number.format(n),
    duration(total) {
      if (total > 0 && total < 60) return seconds(Math.max(1, Math.floor(total)));
      const all = Math.floor(total / 60);
      const [h, m] = [Math.floor(all / 60), all % 60];
      if (h === 0) return minutes(m);
      return m === 0 || h > 99 ? hours(h) : `${hours(h)} ${minutes(m)}`;
    },
  };
}
