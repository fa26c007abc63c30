/** The served files contain no inline code, so the content security policy needs no "unsafe-inline". */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { findInlineCode } from "../harness/inline-code";
import { root } from "../harness/paths";
import { listFiles } from "../harness/stored-rooms";

describe("the built files", () => {
  const app = join(root, "dist/app");

  test.each(["html", "js", "css"])(
    "no .%s file contains code that the content security policy forbids",
    (ending) => {
      const files = listFiles(app).filter((path) => path.endsWith(`.${ending}`));
      expect(files.length).toBeGreaterThan(0);
      expect(
        files.flatMap((path) => findInlineCode(relative(app, path), readFileSync(path, "utf8"))),
      ).toEqual([]);
    },
  );
});

describe("the check for inline code", () => {
  test.each([
    ["a.html", "<script>alert(1)</script>"],
    ["a.html", '<script type="module">0</script>'],
    ["a.html", "<style>p{}</style>"],
    ["a.html", '<p class="x" style="color:red">'],
    ["a.html", '<body onload="x()">'],
    ["a.html", '<a href="javascript:x()">'],
    ["a.html", '<script src="https://cdn.example/x.js"></script>'],
    ["a.html", '<link rel="stylesheet" href="//cdn.example/x.css">'],
    ["a.js", "var t=template(`<div style=color:red>`)"],
    ["a.js", "var t=template('<button onclick=x()>')"],
    ["a.js", 'e.setAttribute("style",s)'],
    ["a.js", "e.insertAdjacentHTML('beforeend',x)"],
    ["a.js", "eval(x)"],
    ["a.js", "new Function(`x`)"],
    ["a.js", "setTimeout('x()',1)"],
    ["sw.js", "importScripts('https://cdn.example/x.js')"],
    ["a.css", "p{background:url(data:image/png;base64,x)}"],
    ["a.css", "@import 'https://fonts.example/x'"],
    ["a.css", "p{background:url(//cdn.example/x)}"],
  ])("the check for inline code finds one violation in %s: %s", (name, text) => {
    expect(findInlineCode(name, text)).toHaveLength(1);
  });

  test("the check for inline code finds nothing in code that the policy allows", () => {
    expect(
      findInlineCode("a.html", '<script type="module" crossorigin src="/assets/a.js"></script>'),
    ).toEqual([]);
    expect(findInlineCode("a.js", 'e.style.setProperty("--x",1);on(e,"click",x);setTimeout(x,1)')).toEqual(
      [],
    );
    expect(findInlineCode("a.css", "p{background:url(/a.svg)}")).toEqual([]);
  });
});
