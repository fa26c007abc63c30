import { describe, expect, test } from "vitest";
import { shortcutOf } from "../../../src/ui/shortcutOf";

const NO_MODIFIERS = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, altGraph: false };
const MORE = { repeat: false, isComposing: false, keyCode: 0 };
type Fields = Partial<typeof NO_MODIFIERS & typeof MORE>;

const keydown = (key: string, code: string, fields: Fields = {}): KeyboardEvent => {
  const { altGraph, ...event } = { ...NO_MODIFIERS, ...MORE, ...fields };
  const getModifierState = (name: string): boolean => name === "AltGraph" && altGraph;
  return { key, code, getModifierState, ...event } as unknown as KeyboardEvent;
};

describe("the shortcut of a key", () => {
  test.each([
    ["S with CapsLock", "S", "KeyS", {}, "s"],
    ["the Russian ы", "ы", "KeyS", {}, "s"],
    ["the Russian Ы with CapsLock", "Ы", "KeyS", {}, "s"],
    ["the Greek σ", "σ", "KeyS", {}, "s"],
    ["the Arabic س", "س", "KeyS", {}, "s"],
    ["the Hebrew ד", "ד", "KeyS", {}, "s"],
    ["the Georgian ს", "ს", "KeyS", {}, "s"],
    ["the vowel sign े of Devanagari", "े", "KeyS", {}, "s"],
    ["the Thai ห", "ห", "KeyS", {}, "s"],
    ["the Korean ㄴ", "ㄴ", "KeyS", {}, "s"],
    ["the wide ｓ of an input method", "ｓ", "KeyS", {}, "s"],
    ["s on Dvorak", "s", "Semicolon", {}, "s"],
    ["the Russian б", "б", "Comma", {}, ","],
    ["the Arabic و", "و", "Comma", {}, ","],
    ["the comma of a Hebrew keyboard", ",", "Quote", {}, ","],
    ["the comma of AZERTY", ",", "KeyM", {}, ","],
    ["the comma of a Turkish keyboard", ",", "Backslash", {}, ","],
    ["the question mark of AZERTY", "?", "KeyM", { shiftKey: true }, "?"],
    ["the question mark of a Russian keyboard", "?", "Digit7", { shiftKey: true }, "?"],
    ["the Arabic question mark", "؟", "Slash", { shiftKey: true }, "?"],
    ["the wide question mark", "？", "Slash", { shiftKey: true }, "?"],
    ["the Thai letter in the place of the question mark", "ฦ", "Slash", { shiftKey: true }, "?"],
  ] as const)("%s is the shortcut of its letter or its place", (_, key, code, fields, shortcut) => {
    expect(shortcutOf(keydown(key, code, fields))).toBe(shortcut);
  });

  test.each([
    ["the o of Dvorak in the place of s", "o", "KeyS"],
    ["the ö of a Turkish keyboard in the place of the comma", "ö", "Comma"],
    ["the semicolon of AZERTY in the place of the comma", ";", "Comma"],
    ["the § of AZERTY in the place of the question mark", "§", "Slash"],
    ["the Thai letter in the place of the slash", "ฝ", "Slash"],
    ["the Russian ф", "ф", "KeyA"],
    ["a dead key", "Dead", "KeyS"],
  ])("%s is none of the three shortcuts", (_, key, code) => {
    expect(["s", ",", "?"]).not.toContain(shortcutOf(keydown(key, code)));
  });

  test.each([
    [{ ctrlKey: true }],
    [{ metaKey: true }],
    [{ altKey: true }],
    [{ altGraph: true }],
    [{ repeat: true }],
    [{ isComposing: true }],
    [{ keyCode: 229 }],
  ])("a key with %o is no shortcut", (fields) => {
    for (const key of ["s", "ы", " ", "Enter"]) expect(shortcutOf(keydown(key, "KeyS", fields))).toBeNull();
  });
});
