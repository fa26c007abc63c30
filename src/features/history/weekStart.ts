/** The weekday that weeks begin with in the person's region. */

/** The largest countries in which weeks do not begin on Monday, from Unicode's CLDR: for browsers without week data. */
const SUNDAY = "BD BR CA CO ET ID IL IN JP KE KR MM MX NP PE PH PK PT SA TH TW US VE ZA";
const SATURDAY = "AF DZ EG IQ IR SD SY";

interface WeekInfo {
  /** 1 is Monday, 7 is Sunday. */
  readonly firstDay: number;
}
/** The browser's week data. Older browsers have it as a property, newer ones as a method. */
function weekInfoOf(locale: Intl.Locale): WeekInfo | undefined {
  const extended: Intl.Locale & { weekInfo?: WeekInfo; getWeekInfo?: () => WeekInfo } = locale;
  return extended.getWeekInfo?.() ?? extended.weekInfo;
}

/** 0 is Sunday, 1 is Monday. `language`: a language tag, such as `en-GB`. */
export function weekStartOf(language: string, infoOf = weekInfoOf): number {
  try {
    const locale = new Intl.Locale(language);
    const known = infoOf(locale)?.firstDay;
    if (known !== undefined) return known % 7;
    const region = locale.maximize().region ?? "";
    return SUNDAY.includes(region) ? 0 : SATURDAY.includes(region) ? 6 : 1;
  } catch {
    return 1; // not a valid language tag
  }
}
