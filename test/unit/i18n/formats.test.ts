/** Times of day on a page whose language is English, in the locale of the person: as people there write them. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { makeFormats } from "../../../src/features/history/format";

/** The functions of a page in a browser of this locale. */
async function openPage(locale: string) {
  vi.resetModules();
  vi.stubGlobal("document", { documentElement: { lang: "en" } });
  vi.stubGlobal("navigator", { languages: [locale] });
  return import("../../../src/i18n/formats");
}
/** A local time on a winter day, epoch ms. */
const at = (hour: number, minute: number, second = 0, day = 12): number =>
  new Date(2027, 0, day, hour, minute, second).getTime();
/** ICU separates times by several kinds of spaces. */
const plain = (text: string): string => text.replace(/\s/g, " ");

afterEach(() => vi.unstubAllGlobals());

describe("times of day", () => {
  test.each([
    ["en-GB", "00:05", "09:05", "14:05", "00:05:07"],
    ["en-US", "12:05 AM", "9:05 AM", "2:05 PM", "12:05:07 AM"],
    ["nl", "00:05", "09:05", "14:05", "00:05:07"],
    ["de", "00:05", "09:05", "14:05", "00:05:07"],
    ["ja", "0:05", "9:05", "14:05", "0:05:07"],
    ["fr-CA", "00 h 05", "09 h 05", "14 h 05", "00 h 05 min 07 s"],
    ["da", "00.05", "09.05", "14.05", "00.05.07"],
    ["fi", "0.05", "9.05", "14.05", "0.05.07"],
    ["en-u-hc-h24", "00:05", "09:05", "14:05", "00:05:07"],
    ["ja-u-hc-h24", "0:05", "9:05", "14:05", "0:05:07"],
  ])("%s writes five past midnight, five past nine and five past two as %s, %s and %s", async (...row) => {
    const [locale, midnight, morning, afternoon, exact] = row;
    const { timeOfDay, exactTime } = await openPage(locale);
    expect([at(0, 5), at(9, 5), at(14, 5)].map(timeOfDay).map(plain)).toEqual([midnight, morning, afternoon]);
    expect(plain(exactTime(at(0, 5, 7)))).toBe(exact);
  });

  test("no locale writes 24 for midnight", async () => {
    for (const language of ["en", "nl", "de", "ja", "ko", "fr", "es", "zh", "da", "pt"])
      for (const cycle of ["", "-u-hc-h11", "-u-hc-h12", "-u-hc-h23", "-u-hc-h24"]) {
        const { timeOfDay, exactTime } = await openPage(language + cycle);
        const { hour, range } = makeFormats(language + cycle);
        const texts = [
          timeOfDay(at(0, 5)),
          exactTime(at(0, 5)),
          hour(at(0, 5)),
          range(at(0, 5), at(0, 30)),
          range(at(23, 50), at(0, 15, 0, 13)),
        ];
        expect(texts.filter((text) => text.includes("24"))).toEqual([]);
      }
  });
});

describe("the time from the beginning to the end of a period", () => {
  test.each([
    ["en-GB", "00:05–00:30", "23:50–00:15"],
    ["en-US", "12:05 – 12:30 AM", "11:50 PM–12:15 AM"],
    ["nl", "00:05–00:30", "23:50–00:15"],
    ["de", "00:05–00:30", "23:50–00:15"],
    ["ja", "0:05–0:30", "23:50–0:15"],
    ["fr", "00:05 – 00:30", "23:50–00:15"],
    ["fr-CA", "00 h 05–00 h 30", "23 h 50–00 h 15"],
    ["bg", "0:05–0:30", "23:50–0:15"],
    ["fa", "۰:۰۵–۰:۳۰", "۲۳:۵۰–۰:۱۵"],
    ["en-u-hc-h24", "00:05 – 00:30", "23:50–00:15"],
  ])("%s writes it as %s, and over midnight as %s", (locale, within, over) => {
    const { range } = makeFormats(locale);
    expect(plain(range(at(0, 5), at(0, 30)))).toBe(within);
    expect(plain(range(at(23, 50), at(0, 15, 0, 13)))).toBe(over);
  });
});
