/**
 * A length of time as it is spoken: “25 minutes”, “52 minutes 5 seconds”. PURE. The words are the app's own, because the
 * first use of `Intl.NumberFormat` with a unit loads its data: 74 ms of a page's start on a slow machine.
 */
import type en from "./words/en";

export function spokenTime(all: number, words: Pick<typeof en, "minutes" | "seconds">): string {
  const [minutes, seconds] = [Math.floor(all / 60), all % 60];
  return [minutes > 0 && words.minutes(minutes), seconds > 0 && words.seconds(seconds)]
    .filter(Boolean)
    .join(" ");
}
