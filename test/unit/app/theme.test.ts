import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

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
});
