import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Other } from "../../../src/i18n/languages";

/** One page: a module for itself, with two groups of words that come when they are let. */
async function page() {
  vi.resetModules();
  vi.stubGlobal("document", { documentElement: { lang: "en" } });
  const { makeWords } = await import("../../../src/i18n/makeWords");
  const { language, speak, spoken } = await import("../../../src/i18n/language");
  const later = {} as Record<Other, (fails?: "fails") => void>;
  const promised = {} as Record<Other, Promise<{ hello: (who: string) => string; deep: { bye: string } }>>;
  for (const [code, hello, bye] of [
    ["nl", "Dag", "Tot ziens"],
    ["de", "Hallo", "Tschüss"],
  ] as const) {
    promised[code] = new Promise((done, fail) => {
      later[code] = (fails) =>
        fails ? fail(new Error("no network")) : done({ hello: (who) => `${hello} ${who}`, deep: { bye } });
    });
    promised[code].catch(() => {});
  }
  const make = (): { hello: (who: string) => string; deep: { bye: string } } =>
    makeWords(
      { hello: (who: string) => `Hello ${who}`, deep: { bye: "Bye" } },
      { nl: () => promised.nl, de: () => promised.de },
    );
  const lang = (): string => document.documentElement.lang;
  return { make, later, language, speak, spoken, lang };
}

describe("the language of a page", () => {
  beforeEach(() => vi.unstubAllGlobals());

  it("changes when the words have come, and all of them at once", async () => {
    const { make, later, speak, lang, language } = await page();
    const words = make();
    const { deep } = words;
    const spoken = speak("nl");
    expect([words.hello("Kim"), deep.bye, lang(), language()]).toEqual(["Hello Kim", "Bye", "en", "en"]);
    later.nl();
    await spoken;
    expect([words.hello("Kim"), deep.bye, lang(), language()]).toEqual(["Dag Kim", "Tot ziens", "nl", "nl"]);
    await speak("en");
    expect([words.hello("Kim"), deep.bye, lang()]).toEqual(["Hello Kim", "Bye", "en"]);
  });

  it("is the last one asked for, whichever words come first", async () => {
    const { make, later, speak, lang } = await page();
    const words = make();
    const both = [speak("nl"), speak("de")];
    later.de();
    await both[1];
    later.nl();
    await Promise.all(both);
    expect([words.deep.bye, lang()]).toEqual(["Tschüss", "de"]);
  });

  it("is English in every part where the words of one cannot be fetched", async () => {
    const { make, later, speak, lang, language } = await page();
    const words = make();
    const spoken = speak("nl");
    later.nl("fails");
    await spoken;
    expect([words.deep.bye, lang(), language()]).toEqual(["Bye", "en", "en"]);
  });

  it("is learnt by a part that comes later, before it is shown", async () => {
    const { make, later, speak, spoken, lang } = await page();
    await speak("de");
    expect(lang()).toBe("de");
    const words = make();
    later.de();
    await spoken();
    expect(words.deep.bye).toBe("Tschüss");
  });

  it("turns English when a part that comes later cannot learn it", async () => {
    const { make, later, speak, spoken, lang } = await page();
    await speak("de");
    const words = make();
    later.de("fails");
    await spoken();
    expect([words.deep.bye, lang()]).toEqual(["Bye", "en"]);
  });
});
