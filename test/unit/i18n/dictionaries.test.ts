/* Every file of words there is, found by its name: a new group is tested as soon as it stands beside the others. */
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { LANGUAGES } from "../../../src/i18n/languages";

const folder = new URL("../../../src/i18n/", import.meta.url);
/** "" for the words of the main screen. */
const groups = readdirSync(folder).flatMap((name) => {
  const group = /^en(?:\.(\w+))?\.ts$/.exec(name);
  return group === null ? [] : [group[1] ?? ""];
});
const others = LANGUAGES.filter((language) => language !== "en");

/** Stand for what comes into a text. No word of any language contains them. */
const TEXTS = ["‹Kim›", "‹14:25›"];
const NUMBERS = [1, 7];

/** Each text by its path; a function gives one text for texts and one for each number, all with what came in. */
function textsOf(value: unknown, path: string): [path: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return calls(value as Words, path);
  return Object.entries(value as object).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`));
}
type Words = (...args: unknown[]) => unknown;
function calls(words: Words, path: string): [path: string, text: string][] {
  const samples: unknown[][] = [TEXTS, ...NUMBERS.map((n) => [n, n])];
  return samples.map((args, i) => [`${path}(${i})`, String(words(...args.slice(0, words.length)))]);
}
/** What the function was given must be in what it says. */
function silentCalls(value: unknown, path: string): string[] {
  if (typeof value === "function") {
    const words = value as Words;
    const says = (samples: readonly unknown[]): boolean => {
      const text = String(words(...samples));
      return samples.length > 0 && samples.every((sample) => text.includes(String(sample)));
    };
    return says(TEXTS.slice(0, words.length)) || says([7, 7].slice(0, words.length)) ? [] : [path];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => silentCalls(inner, `${path}.${key}`));
}
async function dictionary(language: string, group: string): Promise<object> {
  const url = new URL(`${language}${group === "" ? "" : `.${group}`}.ts`, folder);
  const [words, ...more] = Object.values((await import(url.href)) as Record<string, unknown>);
  if (typeof words !== "object" || words === null || more.length > 0)
    throw new Error(`${url.pathname} exports something else than one dictionary`);
  return words;
}

/** What is the same in another language, and rightly so: names, abbreviations, words that were borrowed. */
const SAME = new Set([
  "‹Kim› min",
  "1 min",
  "7 min",
  "Shared Pomodoro",
  "English",
  "Nederlands",
  "Deutsch",
  "+1 min",
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
]);

describe.each(groups)("the words of the group %j", (group) => {
  it.each(others)("are all there in %s, and none is empty or English by accident", async (language) => {
    const english = textsOf(await dictionary("en", group), group);
    const own = textsOf(await dictionary(language, group), group);
    expect(own.map(([path]) => path)).toEqual(english.map(([path]) => path));
    expect(own.filter(([, text]) => text.trim() === "" || text !== text.trim())).toEqual([]);
    const left = own.filter(([, text], i) => text === english[i]?.[1] && !SAME.has(text));
    expect(left).toEqual([]);
  });

  it.each(LANGUAGES)("say in %s what they are told", async (language) =>
    expect(silentCalls(await dictionary(language, group), group)).toEqual([]),
  );

  it.each(others)("use the quotes and apostrophes of %s", async (language) => {
    const wrong = language === "de" ? /["'”’‘]/ : /["'„]/;
    const texts = textsOf(await dictionary(language, group), group);
    expect(texts.filter(([, text]) => wrong.test(text))).toEqual([]);
  });
});

describe("the messages", () => {
  it.each(LANGUAGES)("are six different ones in %s, short enough for the tomato", async (language) => {
    const { messages } = (await dictionary(language, "")) as { messages: string[] };
    expect(new Set(messages).size).toBe(6);
    expect(messages.filter((text) => text.length > 15)).toEqual([]);
  });

  it.each(LANGUAGES)("are the same in the notifications in %s", async (language) => {
    const screen = (await dictionary(language, "")) as { messages: string[] };
    const alarm = (await dictionary(language, "alarm")) as { messages: string[] };
    expect(alarm.messages).toEqual(screen.messages);
  });
});
