import { describe, expect, test } from "vitest";
import { languageOfFile } from "../../../src/i18n/languageFiles";
import { LANGUAGES, localeOf, resolveLanguage } from "../../../src/i18n/languages";

describe("the language of a device", () => {
  test.each([
    [["nl-BE", "en"], "nl"],
    [["de"], "de"],
    [["DE-ch"], "de"],
    [["fr-FR", "de-AT", "en-US"], "de"],
    [["en-GB", "nl"], "en"],
    [["nds", "den"], "en"], // they only begin like a language of the app
    [["fr", "ja"], "en"],
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
