/* Compiles components as the build does, and looks at what Solid makes of their class names. */
import { readdirSync, readFileSync } from "node:fs";
import solid from "vite-plugin-solid";
import { expect, test } from "vitest";
import { staticClasses } from "../../../src/staticClasses.mjs";

/** The code that the browser gets for an element with this attribute. */
async function compile(attribute: string): Promise<string> {
  const { transform } = solid({ babel: { plugins: [staticClasses] }, dev: false, hot: false });
  if (typeof transform !== "function") throw new Error("vite-plugin-solid has no transform");
  const source = `import style from "./a.module.css";
    import words from "./words";
    export const A = (props) => <p ${attribute}>text</p>;`;
  const result = await transform.call({} as never, source, "/A.jsx");
  if (typeof result !== "object" || typeof result?.code !== "string") throw new Error("no code");
  return result.code;
}

test.each(['class={style["a"]}', 'class={`${style["a"]} ${style["b"]} c`}'])(
  "a class name of a CSS module is set once: %s",
  async (attribute) => {
    const code = await compile(attribute);
    expect(code).toContain('style["a"]');
    expect(code).not.toContain("effect");
  },
);

test.each([
  'class={props.on ? style["a"] : style["b"]}',
  "class={style[props.name]}",
  "class={props.class}",
  "title={words.title}",
])("an attribute that may change is set again: %s", async (attribute) => {
  expect(await compile(attribute)).toContain("effect");
});

test("every component puts its texts between tags, where src/ui/dom.ts sets them, and none in a property such as textContent", () => {
  const src = new URL("../../../src/", import.meta.url);
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".tsx"),
  );
  expect(files.length).toBeGreaterThan(40);
  const property = /\b(?:textContent|innerText|innerHTML|nodeValue|data)\s*=[^=>]/;
  expect(files.filter((path) => property.test(readFileSync(new URL(path, src), "utf8")))).toEqual([]);
});
