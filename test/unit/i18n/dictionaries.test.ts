/* Checks every file of words in src and in extension. They are found by their names, so a new group is checked as soon as it exists. */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { TRANSLATED_LANGUAGES } from "../../../src/i18n/languageFiles";
import { LANGUAGES } from "../../../src/i18n/languages";
import type { Language } from "../../../src/i18n/languages";

type Dictionary = Readonly<Record<string, unknown>>;
type TextFunction = (...args: unknown[]) => unknown;

const SRC = new URL("../../../src/", import.meta.url);
/** The folders of words in src, such as `features/share/words`, and that of the extension. */
const groups = [
  ...readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("/words/en.ts"))
    .map((path) => path.slice(0, -"/en.ts".length))
    .toSorted(),
  "../extension/words",
];

async function dictionary(language: Language, group: string): Promise<Dictionary> {
  const url = new URL(`${group}/${language}.ts`, SRC);
  const { default: words, ...others } = (await import(url.href)) as Dictionary;
  if (typeof words !== "object" || words === null || Object.keys(others).length > 0)
    throw new Error(`${url.pathname} exports something else than one dictionary`);
  return words as Dictionary;
}

/** Stand for what comes into a text. No word of any language contains them. */
const TEXTS = ["‹Kim›", "‹14:25›"];
const NUMBERS = [1, 7];

/** Each text by its path; a function gives one text for texts and one for each number, all with what came in. */
function textsOf(value: unknown, path: string): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return calls(value as TextFunction, path);
  return Object.entries(value as object).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`));
}
function calls(text: TextFunction, path: string): [path: string, text: string][] {
  const samples: unknown[][] = [TEXTS, ...NUMBERS.map((n) => [n, n])];
  return samples.map((args, i) => [`${path}(${i})`, String(text(...args.slice(0, text.length)))]);
}
/** The paths of functions whose text does not contain what they were given. */
function silentCalls(value: unknown, path: string): string[] {
  if (typeof value === "function") {
    const text = value as TextFunction;
    const contains = (samples: readonly unknown[]): boolean => {
      const result = String(text(...samples));
      return samples.length > 0 && samples.every((sample) => result.includes(String(sample)));
    };
    return contains(TEXTS.slice(0, text.length)) || contains([7, 7].slice(0, text.length)) ? [] : [path];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => silentCalls(inner, `${path}.${key}`));
}

/** Texts that are rightly the same in another language: names, abbreviations, borrowed words. */
const SAME = new Set([
  "Server",
  "Offline",
  "Pause",
  "‹Kim› min",
  "https://…/r/…",
  "Site",
  "video.example",
  "1 min",
  "7 min",
  "Shared Pomodoro",
  "Name",
  "Mob",
  "min",
  "+5 min",
  "App",
  "Reset",
  "Marimba",
  "Volume",
  "Version ‹Kim›",
  "Version 1",
  "Version 7",
  "Vibration",
  "offline",
  "‹Kim› · ‹14:25›",
  "‹Kim›",
  "1 · 1",
  "7 · 7",
  "1",
  "7",
  "NaN ms",
  "Slack",
  "Discord",
  "Microsoft Teams",
  "ntfy",
]);

test("all groups of words are found", () => expect(groups).toContain("features/share/words"));

describe.each(groups)("%s", (group) => {
  test.each(TRANSLATED_LANGUAGES)(
    "every text exists in %s, and none is empty or in English",
    async (language) => {
      const english = textsOf(await dictionary("en", group), group);
      const own = textsOf(await dictionary(language, group), group);
      expect(own.map(([path]) => path)).toEqual(english.map(([path]) => path));
      expect(own.filter(([, text]) => text.trim() === "" || text !== text.trim())).toEqual([]);
      const left = own.filter(([, text], i) => text === english[i]?.[1] && !SAME.has(text));
      expect(left).toEqual([]);
    },
  );

  test.each(LANGUAGES)("every function in %s puts what it is given into its text", async (language) =>
    expect(silentCalls(await dictionary(language, group), group)).toEqual([]),
  );

  test.each(TRANSLATED_LANGUAGES)(
    "the texts in %s have that language's quotes and apostrophes",
    async (language) => {
      const wrong = language === "de" ? /["'”’‘]/ : /["'„]/;
      const texts = textsOf(await dictionary(language, group), group);
      expect(texts.filter(([, text]) => wrong.test(text))).toEqual([]);
    },
  );
});

describe("the messages of the tomato", () => {
  test.each(LANGUAGES)(
    "the six messages in %s differ and are short enough for the tomato",
    async (language) => {
      const { messages } = (await dictionary(language, "i18n/first/words")) as { messages: string[] };
      expect(new Set(messages).size).toBe(6);
      expect(messages.filter((text) => text.length > 15)).toEqual([]);
    },
  );
});
