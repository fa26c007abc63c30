import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readFontFace } from "../../../src/subsetFont.mjs";

const src = new URL("../../../src/", import.meta.url);
const sheets = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".css"),
);
const textOf = (path: string): string => readFileSync(new URL(path, src), "utf8");
/** The custom properties that a style sheet gives values to. */
const definedIn = (css: string): string[] =>
  [...css.matchAll(/(--[\w-]+)\s*:/g)].map(([, name]) => name ?? "");

describe("the theme", () => {
  test("every custom property that a style sheet uses without a fallback is defined in the theme or in that sheet", () => {
    expect(sheets.length).toBeGreaterThan(20);
    const theme = definedIn(textOf("app/theme.css"));
    const missing = sheets.flatMap((path) => {
      const css = textOf(path);
      const defined = new Set([...theme, ...definedIn(css)]);
      const used = [...css.matchAll(/var\(\s*(--[\w-]+)\s*\)/g)].map(([, name]) => name ?? "");
      return used.filter((name) => !defined.has(name)).map((name) => `${path}: ${name}`);
    });
    expect(missing).toEqual([]);
  });

  test("the dark colours are the same whether the person or the device has chosen them", () => {
    const css = textOf("app/theme.css");
    const valuesAfter = (start: string): string[] => {
      const at = css.indexOf(start);
      expect(at).toBeGreaterThan(-1);
      const body = css.slice(css.indexOf("{", at) + 1, css.indexOf("}", at));
      return body.split(";").map((line) => line.trim());
    };
    expect(valuesAfter(':root[data-theme="dark"]')).toEqual(valuesAfter(':root:not([data-theme="light"])'));
  });

  test("the font of the headings has every Latin letter and every digit of the words in all languages", () => {
    const { characters } = readFontFace(textOf("app/theme.css"));
    const files = readdirSync(src, { recursive: true, encoding: "utf8" });
    const words = files.filter((path) => /words\/\w+\.ts$/.test(path)).map(textOf);
    expect(words.length).toBeGreaterThan(30);
    const missing = [...words.join("")].filter(
      (c) => /[\p{Script=Latin}\p{N}]/u.test(c) && !characters.includes(c),
    );
    expect(missing).toEqual([]);
  });
});

describe("the font of the theme", () => {
  const face = (range: string): string => `@font-face { src: url("a/b.woff2") format("woff2"); ${range} }`;

  test("the unicode-range of the font names single characters and ranges", () => {
    expect(readFontFace(face("unicode-range: U+41-43, U+e9;"))).toEqual({
      file: "a/b.woff2",
      characters: "ABC\u00e9",
    });
  });

  test.each(["", "unicode-range: U+43-41;", "unicode-range: A-Z;", "unicode-range: U+4?;"])(
    "a font-face is refused that does not say which characters it has: %s",
    (range) => {
      expect(() => readFontFace(face(range))).toThrow("unicode-range");
    },
  );
});
