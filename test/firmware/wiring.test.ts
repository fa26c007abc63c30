/** The wiring pictures show their texts in the browser's language, in a README as well. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const LANGUAGES = [undefined, "de", "nl"];
/** Names, numbers and pins, which are the same in every language. */
const NAME = /^(USB|Arduino|Pico|GND|220 Ω|~?\d+|GP\d+|pin \d+)$/;

const textsOf = (svg: string): { language: string | undefined; text: string }[] =>
  [...svg.matchAll(/<text(?: systemLanguage="(\w+)")?[^>]*>([^<]*)<\/text>/g)].map(
    ([, language, text = ""]) => ({ language, text }),
  );

describe.each(["arduino", "micropython", "circuitpython"])("the wiring picture for %s", (kind) => {
  const svg = readFileSync(new URL(`../../firmware/${kind}/wiring.svg`, import.meta.url), "utf8");
  const untranslated = svg.split(/<switch>[^]*?<\/switch>/).join("");
  const switched = [...svg.matchAll(/<switch>([^]*?)<\/switch>/g)].map(([, inside = ""]) => textsOf(inside));

  it("every text but names is in all three languages, with English last as the default", () => {
    expect(switched.length).toBeGreaterThan(8);
    for (const texts of switched) {
      expect(texts.map(({ language }) => language)).toEqual(["de", "nl", undefined]);
      for (const { text } of texts) expect(text).not.toBe("");
    }
    expect(textsOf(untranslated).filter(({ text }) => !NAME.test(text))).toEqual([]);
  });

  it("every number and pin of an English text is in its translations", () => {
    for (const texts of switched) {
      const [english = "", ...others] = LANGUAGES.map(
        (one) => texts.find(({ language }) => language === one)?.text ?? "",
      );
      const figuresIn = (text: string): string[] => text.match(/D?\d+|GND|RP\d+|ESP\d+/g) ?? [];
      for (const other of others) expect(figuresIn(other), other).toEqual(figuresIn(english));
    }
  });
});
