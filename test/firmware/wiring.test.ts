/** The pictures of the wiring speak the language of whoever looks, also where a README shows them. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const LANGUAGES = [undefined, "de", "nl"];
/** Names, numbers and pins: the same in every language. */
const NAME = /^(USB|Arduino|Pico|GND|220 Ω|~?\d+|GP\d+|pin \d+)$/;

const textsOf = (svg: string): { language: string | undefined; text: string }[] =>
  [...svg.matchAll(/<text(?: systemLanguage="(\w+)")?[^>]*>([^<]*)<\/text>/g)].map(
    ([, language, text = ""]) => ({ language, text }),
  );

describe.each(["arduino", "micropython", "circuitpython"])("the wiring for %s", (kind) => {
  const svg = readFileSync(new URL(`../../firmware/${kind}/wiring.svg`, import.meta.url), "utf8");
  const said = svg.split(/<switch>[^]*?<\/switch>/).join("");
  const switched = [...svg.matchAll(/<switch>([^]*?)<\/switch>/g)].map(([, inside = ""]) => textsOf(inside));

  it("says whatever is no name in all three languages, English for everyone else last", () => {
    expect(switched.length).toBeGreaterThan(8);
    for (const texts of switched) {
      expect(texts.map(({ language }) => language)).toEqual(["de", "nl", undefined]);
      for (const { text } of texts) expect(text).not.toBe("");
    }
    expect(textsOf(said).filter(({ text }) => !NAME.test(text))).toEqual([]);
  });

  it("keeps every number and pin of the English words in the others", () => {
    for (const texts of switched) {
      const [english = "", ...others] = LANGUAGES.map(
        (one) => texts.find(({ language }) => language === one)?.text ?? "",
      );
      const figures = (text: string): string[] => text.match(/D?\d+|GND|RP\d+|ESP\d+/g) ?? [];
      for (const other of others) expect(figures(other), other).toEqual(figures(english));
    }
  });
});
