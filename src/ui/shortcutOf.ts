/** Which shortcut a key is, on every keyboard layout. PURE. */

/** The keys of the US layout, by their place. On a layout of another script they are the shortcuts. */
const PLACES: Readonly<Record<string, string>> = { KeyS: "s", Comma: ",", Slash: "?" };

/**
 * The character that the key types, in lower case, or the name of the key ("enter"). For a letter of another script than
 * the Latin one: the shortcut at this place of the keyboard. Null where the event is no shortcut: with a modifier, while
 * the key is held down, and while an input method composes a text.
 */
export function shortcutOf(event: KeyboardEvent): string | null {
  const { key, code, repeat, isComposing, keyCode } = event;
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey || event.getModifierState("AltGraph");
  if (hasModifier || repeat || isComposing || keyCode === 229) return null;
  const typed = key.normalize("NFKC").toLowerCase(); // an input method may type wide characters, such as "？"
  if (/^[\p{L}\p{M}]+$/u.test(typed) && !/\p{Script=Latin}/u.test(typed))
    return code === "Slash" && !event.shiftKey ? null : (PLACES[code] ?? null);
  return { "؟": "?", "،": "," }[typed] ?? typed;
}
