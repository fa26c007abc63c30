/** Times, days and durations in the format of a locale. PURE, except that it reads the time zone. */
import { timeFormat } from "../../i18n/timeFormat";

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
  /** Such as Mar; January with its year, such as Jan 2027. */
  readonly month: (ms: number) => string;
  readonly number: (n: number) => string;
  /** Such as 1 hr 25 min. Below a minute 40 sec; from 100 hours on only whole hours. */
  readonly duration: (seconds: number) => string;
}

interface Part {
  readonly type: string;
  readonly value: string;
}
/** Whether it is a word such as “Uhr”, which some languages add to a time. */
const isWord = ({ type, value }: Part): boolean => type === "literal" && /\p{L}/u.test(value);
const textOf = (parts: readonly Part[]): string => parts.map(({ value }) => value).join("");

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
  const clock = timeFormat(locale, "short");
  const { hourCycle } = clock.resolvedOptions();
  const hour = new Intl.DateTimeFormat(locale, { hour: "numeric", hourCycle });
  const number = new Intl.NumberFormat(locale);
  const [hours, minutes, seconds] = [unit("hour"), unit("minute"), unit("second")];
  return {
    range(from, to) {
      const parts = clock.formatRangeToParts(from, to);
      // Two plain times where a range has words, as in Japanese, or the dates of two days.
      const isPlain = !parts.some((part) => isWord(part) || part.type === "day");
      return isPlain ? textOf(parts) : `${clock.format(from)}–${clock.format(to)}`;
    },
    hour: (ms) => textOf(hour.formatToParts(ms).filter((part) => !isWord(part))),
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
