// A plugin for vite: leaves the characters out of the app's font that its `unicode-range` in theme.css does not name. It
// also leaves out the hints, which shape small letters on coarse screens: the font is only drawn large.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
// @ts-expect-error: the package has no types
import subset from "subset-font";

const css = new URL("app/theme.css", import.meta.url);
const folder = fileURLToPath(new URL("../node_modules/.vite/", import.meta.url));

/** @returns {import("vite").Plugin} */
export function subsetFontPlugin() {
  return {
    name: "subset-font",
    apply: "build", // the development server sends the whole font
    async config() {
      const { file, characters } = readFontFace(readFileSync(css, "utf8"));
      const whole = readFileSync(createRequire(import.meta.url).resolve(file));
      /** @type {Uint8Array} */
      const font = await subset(whole, characters, { targetFormat: "woff2", noHinting: true });
      const path = folder + file.replace(/.*\//, "");
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${path}.${process.pid}`, font);
      renameSync(`${path}.${process.pid}`, path); // at once, because another build may be reading it
      return { resolve: { alias: { [file]: path } } };
    },
  };
}

/** The file that the only `@font-face` names, and all characters of its `unicode-range`. @param {string} css */
export function readFontFace(css) {
  const [, rule = ""] = /@font-face \{([^}]*)\}/.exec(css) ?? [];
  const [, file] = /url\("([^"]+)"\)/.exec(rule) ?? [];
  const [, ranges] = /unicode-range: ([^;]+);/.exec(rule) ?? [];
  if (file === undefined || ranges === undefined)
    throw new Error("theme.css has no font with a unicode-range");
  const characters = ranges.split(",").map((range) => {
    const [, first = "", last = first] = /^U\+([\dA-F]+)(?:-([\dA-F]+))?$/i.exec(range.trim()) ?? [];
    const [from, to] = [Number.parseInt(first, 16), Number.parseInt(last, 16)];
    if (!(from <= to)) throw new Error(`theme.css has a unicode-range that is none: ${range}`);
    return String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));
  });
  return { file, characters: characters.join("") };
}
