/* Finds strings in the words that no code uses. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const files = ["src/", "extension/"].flatMap((folder) =>
  readdirSync(ROOT + folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => ROOT + folder + path),
);
const groups = files.filter((path) => path.endsWith("/words/en.ts")).map((path) => dirname(path));

const isWords = (path: string): boolean => /\/words\/\w+\.ts$/.test(path) && !path.endsWith("/index.ts");
const textOf = (path: string): string => readFileSync(path, "utf8");
/** The files of the project that a file imports. */
const importsOf = (path: string): string[] =>
  [...textOf(path).matchAll(/ from "(\.[^"]+)"/g)].flatMap(([, specifier = ""]) => {
    const target = resolve(dirname(path), specifier);
    return [`${target}.ts`, `${target}.tsx`, `${target}/index.ts`]
      .filter((file) => existsSync(file))
      .slice(0, 1);
  });

/** The files that import a group of words, directly or through `firstWords.ts`. */
function usersOf(group: string): string[] {
  const direct = files.filter(
    (path) => !isWords(path) && importsOf(path).some((one) => dirname(one) === group),
  );
  const through = files.filter((path) =>
    importsOf(path).some((one) => direct.includes(one) && !isWords(one)),
  );
  return [...new Set([...direct, ...through])];
}

/** The paths of all strings, such as `check.signs.good`. A list counts as one. */
function pathsOf(words: object, prefix = ""): string[] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? pathsOf(value, `${prefix}${key}.`)
      : [prefix + key],
  );
}

/**
 * A string is used if the code reads it by its path (`words.check.title`), or takes it out of the words
 * (`const { hint } = words`). If the code reads a part of the path with a variable (`words.chimes[name]`), the names that
 * the variable can have must be in the code: near by for the first part of a path, anywhere for the others.
 */
function isUsed(path: string, view: string, code: string, near: string, all: string): boolean {
  const keys = path.split(".");
  const pathOf = (some: readonly string[]): string => some.join("\\s*\\.\\s*");
  const [first = ""] = keys;
  if (new RegExp(`\\b${pathOf(keys)}\\b`).test(code) && keys.length > 1) return true;
  if (new RegExp(`\\b\\w*[wW]ords\\.${pathOf(keys)}\\b`).test(code)) return true;
  if (new RegExp(`\\{[^{}]*\\b${first}\\b[^{}]*\\} = \\w*[wW]ords`).test(code) && keys.length === 1)
    return true;
  return keys.some((_, i) => {
    const isRead = new RegExp(i === 0 ? `\\b${view}\\[` : `\\b${pathOf(keys.slice(0, i))}\\[`);
    return isRead.test(code) && keys.slice(i).every((name) => isNamed(name, i === 0 ? near : all));
  });
}

/** Whether a name is in the code as a string, as a property, or as a member of a type. */
const isNamed = (name: string, code: string): boolean =>
  new RegExp(`["'\`]${name}["'\`]|\\b${name}\\b\\??:|\\.${name}\\b|\\| ${name}\\b`).test(code);

const SHARED = fileURLToPath(new URL("../../../party/shared/", import.meta.url));
const ALL = [...files.filter((file) => !isWords(file)), ...readdirSync(SHARED).map((file) => SHARED + file)]
  .map(textOf)
  .join("\n");

describe("the words of the app", () => {
  test.each(groups.map((group) => [group.slice(ROOT.length), group]))(
    "every string of %s is used",
    async (_, group) => {
      const { default: words } = (await import(`${group}/en.ts`)) as { default: object };
      const users = usersOf(group);
      expect(users.length).toBeGreaterThan(0);
      const [, view = "words"] = /export const (\w*[wW]ords)\b/.exec(textOf(`${group}/index.ts`)) ?? [];
      const code = users.map(textOf).join("\n");
      const near = [...users, ...users.flatMap(importsOf)]
        .filter((file) => !isWords(file))
        .map(textOf)
        .join("\n");
      expect(pathsOf(words).filter((path) => !isUsed(path, view, code, near, ALL))).toEqual([]);
    },
  );
});
