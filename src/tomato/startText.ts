/** What the tomato says while it waits for a set start. The first script does not have it. */
import { controlWords } from "../i18n/controls/words";
import { dayAndTime, timeOfDay } from "../i18n/formats";

const isSameDay = (one: number, other: number): boolean =>
  new Date(one).toDateString() === new Date(other).toDateString();

/** “Starts 09:00”, with the weekday where that is not today; both moments are epoch ms. */
export const startText = (at: number, now: number): string =>
  isSameDay(at, now) ? controlWords.starts.today(timeOfDay(at)) : controlWords.starts.later(dayAndTime(at));
