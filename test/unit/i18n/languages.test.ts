import { describe, expect, test } from "vitest";
import { languageOfFile } from "../../../src/i18n/languageFiles";
import { LANGUAGES, resolveLanguage } from "../../../src/i18n/languages";
import { localeOf } from "../../../src/i18n/locales";

describe("the language of a device", () => {
  test.each([
    [["nl-BE", "en"], "nl"],
    [["de"], "de"],
    [["DE-ch"], "de"],
    [["fr-FR", "de-AT", "en-US"], "de"],
    [["en-GB", "nl"], "en"],
    [["nds", "den"], "en"], // they only begin like a language of the app
    [["fr", "ja"], "en"],
    [["*", "C", "", "de_DE.UTF-8"], "de"],
    [["en-US@posix", "nl"], "en"],
    [[], "en"],
  ])("a browser that prefers %j gets %s", (browserLanguages, language) =>
    expect(resolveLanguage("auto", browserLanguages)).toBe(language),
  );

  test("a chosen language counts more than what the browser prefers", () =>
    expect(resolveLanguage("nl", ["de-DE", "en"])).toBe("nl"));
});

describe("the locale for times", () => {
  test("the locale is the browser's, with its region, where it has the language of the page", () => {
    expect(localeOf("en", ["en-GB", "nl"])).toBe("en-GB");
    expect(localeOf("nl", ["de", "nl-BE", "nl"])).toBe("nl-BE");
  });
  test("the locale is the language alone where the browser does not have it", () =>
    expect(localeOf("de", ["en-US"])).toBe("de"));

  test.each([
    [["fr-FR", "fr", "en-US", "en"], "fr-FR"],
    [["sv-SE", "en-US"], "sv-SE"],
    [["ja"], "ja"],
    [["nl-NL", "en-US"], "nl-NL"], // a person who has chosen English
    [["en-US-u-hc-h23", "fr"], "en-US-u-hc-h23"],
    [["*", "C", "", "en-US@posix", "pl-PL"], "pl-PL"],
    [["*"], "en"],
    [[], "en"],
  ])("on a page in English, a browser that prefers %j formats times as %s", (browserLanguages, locale) =>
    expect(localeOf("en", browserLanguages)).toBe(locale),
  );

  test.each([["en"], ["nl"], ["de"]] as const)(
    "in %s, every locale is one that the formats of JavaScript accept",
    (language) => {
      for (const odd of ["*", "C", "", "de_DE", "nl_NL.UTF-8", "en_US", "en-US@posix", "de-", "nl--NL"]) {
        const locale = localeOf(language, [odd]);
        expect(() => [new Intl.DateTimeFormat(locale), new Intl.NumberFormat(locale)]).not.toThrow();
      }
    },
  );
});

describe("the files with translated words", () => {
  test("English is the first language of the list, and none is listed twice", () => {
    expect(LANGUAGES[0]).toBe("en");
    expect(new Set(LANGUAGES).size).toBe(LANGUAGES.length);
  });
  test.each([
    ["assets/nl.share-3fA9_c-2.js", "nl"],
    ["/assets/de.controls-BnB0mTDf.js", "de"],
    ["assets/en.share-3fA9_c-2.js", undefined],
    ["assets/Share-3fA9c2xY.js", undefined],
    ["assets/nl.share-3fA9c2xY.css", undefined],
    ["assets/den.share-3fA9c2xY.js", undefined],
    ["/r/assets/nl.share-3fA9c2xY.js", undefined],
    ["https://pomodoro.example/assets/nl.share-3fA9c2xY.js", undefined],
  ])("the language of %s is %s", (path, language) => expect(languageOfFile(path)).toBe(language));
});
