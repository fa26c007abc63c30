import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const src = new URL("../../../src/", import.meta.url);
const sheets = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".css"),
);
const textOf = (path: string): string => readFileSync(new URL(path, src), "utf8");
/** The custom properties that a style sheet gives values to. */
const madeIn = (css: string): string[] => [...css.matchAll(/(--[\w-]+)\s*:/g)].map(([, name]) => name ?? "");

describe("the theme", () => {
  it("has every custom property that a style sheet asks for, unless that has a value of its own or another to take", () => {
    expect(sheets.length).toBeGreaterThan(20);
    const theme = madeIn(textOf("app/theme.css"));
    const missing = sheets.flatMap((path) => {
      const css = textOf(path);
      const there = new Set([...theme, ...madeIn(css)]);
      const asked = [...css.matchAll(/var\(\s*(--[\w-]+)\s*\)/g)].map(([, name]) => name ?? "");
      return asked.filter((name) => !there.has(name)).map((name) => `${path}: ${name}`);
    });
    expect(missing).toEqual([]);
  });

  it("is as dark for who chooses dark as for a device that is dark", () => {
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
