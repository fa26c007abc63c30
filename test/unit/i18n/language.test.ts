import { beforeEach, describe, expect, test, vi } from "vitest";
import type { TranslatedLanguage } from "../../../src/i18n/languageFiles";

interface Words {
  [key: string]: unknown;
  hello: (who: string) => string;
  deep: { bye: string };
}

/** A new page: fresh modules, and translations that a test resolves or rejects itself. */
async function openPage() {
  vi.resetModules();
  vi.stubGlobal("document", { documentElement: { lang: "en" } });
  const { makeWords } = await import("../../../src/i18n/makeWords");
  const { language, setLanguage, wordsReady } = await import("../../../src/i18n/language");
  const load = {} as Record<TranslatedLanguage, () => void>;
  const fail = {} as Record<TranslatedLanguage, () => void>;
  const translations: Record<string, () => Promise<{ default: Words }>> = {};
  for (const [code, hello, bye] of [
    ["nl", "Dag", "Tot ziens"],
    ["de", "Hallo", "Tschüss"],
  ] as const) {
    const loading = new Promise<{ default: Words }>((resolve, reject) => {
      load[code] = () => resolve({ default: { hello: (who) => `${hello} ${who}`, deep: { bye } } });
      fail[code] = () => reject(new Error("no network"));
    });
    loading.catch(() => {});
    translations[`./${code}.ts`] = () => loading;
  }
  const makeGroup = (): Words =>
    makeWords<{ hello: (who: string) => string; deep: { bye: string } }>(
      { hello: (who: string) => `Hello ${who}`, deep: { bye: "Bye" } },
      translations,
    );
  const lang = (): string => document.documentElement.lang;
  return { makeGroup, load, fail, language, setLanguage, wordsReady, lang };
}

describe("the language of a page", () => {
  beforeEach(() => vi.unstubAllGlobals());

  test("the language changes once its words have loaded, and all words change together", async () => {
    const { makeGroup, load, setLanguage, lang, language } = await openPage();
    const words = makeGroup();
    const { deep } = words;
    const changed = setLanguage("nl");
    expect([words.hello("Kim"), deep.bye, lang(), language()]).toEqual(["Hello Kim", "Bye", "en", "en"]);
    load.nl();
    await changed;
    expect([words.hello("Kim"), deep.bye, lang(), language()]).toEqual(["Dag Kim", "Tot ziens", "nl", "nl"]);
    await setLanguage("en");
    expect([words.hello("Kim"), deep.bye, lang()]).toEqual(["Hello Kim", "Bye", "en"]);
  });

  test("the language requested last counts, whichever words load first", async () => {
    const { makeGroup, load, setLanguage, lang } = await openPage();
    const words = makeGroup();
    const both = [setLanguage("nl"), setLanguage("de")];
    load.de();
    await both[1];
    load.nl();
    await Promise.all(both);
    expect([words.deep.bye, lang()]).toEqual(["Tschüss", "de"]);
  });

  test("the whole page is in English when the words of one group cannot be loaded", async () => {
    const { makeGroup, fail, setLanguage, lang, language } = await openPage();
    const words = makeGroup();
    const changed = setLanguage("nl");
    fail.nl();
    await changed;
    expect([words.deep.bye, lang(), language()]).toEqual(["Bye", "en", "en"]);
  });

  test("the whole page is in English when a group has no words in the language", async () => {
    const { makeGroup, setLanguage, lang } = await openPage();
    const { makeWords } = await import("../../../src/i18n/makeWords");
    const [words, untranslated] = [makeGroup(), makeWords({ text: "only English" }, {})];
    await setLanguage("nl");
    expect([words.deep.bye, untranslated.text, lang()]).toEqual(["Bye", "only English", "en"]);
  });

  test("a group that loads later gets the language of the page before it is shown", async () => {
    const { makeGroup, load, setLanguage, wordsReady, lang } = await openPage();
    await setLanguage("de");
    expect(lang()).toBe("de");
    const words = makeGroup();
    load.de();
    await wordsReady();
    expect(words.deep.bye).toBe("Tschüss");
  });

  test("the page turns English when a group that loads later has no words for it", async () => {
    const { makeGroup, fail, setLanguage, wordsReady, lang } = await openPage();
    await setLanguage("de");
    const words = makeGroup();
    fail.de();
    await wordsReady();
    expect([words.deep.bye, lang()]).toEqual(["Bye", "en"]);
  });
});
