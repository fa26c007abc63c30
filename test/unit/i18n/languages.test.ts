import { describe, expect, it } from "vitest";
import { languageOf, localeOf } from "../../../src/i18n/languages";

describe("the language of a device", () => {
  it.each([
    [["nl-BE", "en"], "nl"],
    [["de"], "de"],
    [["DE-ch"], "de"],
    [["fr-FR", "de-AT", "en-US"], "de"],
    [["en-GB", "nl"], "en"],
    [["nds", "den"], "en"], // only begin like ours
    [["fr", "ja"], "en"],
    [[], "en"],
  ])("of a browser that prefers %j is %s", (browser, language) =>
    expect(languageOf("auto", browser)).toBe(language),
  );

  it("is the one that was chosen, whatever the browser prefers", () =>
    expect(languageOf("nl", ["de-DE", "en"])).toBe("nl"));
});

describe("the region of times", () => {
  it("is the browser's where it speaks this language", () => {
    expect(localeOf("en", ["en-GB", "nl"])).toBe("en-GB");
    expect(localeOf("nl", ["de", "nl-BE", "nl"])).toBe("nl-BE");
  });
  it("is the language's own where the browser speaks another", () =>
    expect(localeOf("de", ["en-US"])).toBe("de"));
});
