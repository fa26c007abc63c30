/** The weekday that weeks begin with where the person lives. */

/** The largest countries in which weeks do not begin on Monday, for browsers that cannot say: from Unicode's CLDR. */
const SUNDAY = "BD BR CA CO ET ID IL IN JP KE KR MM MX NP PE PH PK PT SA TH TW US VE ZA";
const SATURDAY = "AF DZ EG IQ IR SD SY";

interface WeekInfo {
  /** 1 is Monday, 7 is Sunday. */
  readonly firstDay: number;
}
/** What the browser knows: a property at first, a method since. */
function ask(locale: Intl.Locale): WeekInfo | undefined {
  const able: Intl.Locale & { weekInfo?: WeekInfo; getWeekInfo?: () => WeekInfo } = locale;
  return able.getWeekInfo?.() ?? able.weekInfo;
}

/** 0 is Sunday, 1 is Monday. `language`: as the browser tells it, such as `en-GB`. */
export function weekStartOf(language: string, infoOf = ask): number {
  try {
    const locale = new Intl.Locale(language);
    const known = infoOf(locale)?.firstDay;
    if (known !== undefined) return known % 7;
    const region = locale.maximize().region ?? "";
    return SUNDAY.includes(region) ? 0 : SATURDAY.includes(region) ? 6 : 1;
  } catch {
    return 1; // not a language at all
  }
}
