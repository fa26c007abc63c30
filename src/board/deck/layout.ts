/** Which keys of a deck the room uses. Pure. */
import type { BoardKey } from "../board";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The part of a deck's key that is used; `pixelSize` only where the key is a screen. */
interface KeyControl {
  readonly type: "button";
  readonly row: number;
  readonly column: number;
  readonly index: number;
  readonly feedbackType: "none" | "rgb" | "lcd";
  readonly pixelSize?: Size;
}
/** What a deck has beside keys: dials and strips, which are not used. */
interface OtherControl {
  readonly type: "encoder" | "lcd-segment";
}
export type DeckControl = KeyControl | OtherControl;

/** A key of the deck in use. `size`: that of its picture in pixels; null: it is no screen. */
export interface PlacedKey {
  readonly key: "button" | BoardKey;
  readonly index: number;
  readonly size: Size | null;
}

/** From the left: the tomato, pause, five minutes more. */
const ON_SCREENS = ["button", "pause", "extend"] as const;
/** The pedal in the middle is the large one. */
const ON_PEDALS = ["pause", "button", "extend"] as const;

/**
 * The first three keys with a screen, row by row. A deck without screens uses its first three keys, with the button in the
 * middle. A deck with fewer keys has fewer of them, but always the button. Empty: no key at all.
 */
export function placeKeys(controls: readonly DeckControl[]): readonly PlacedKey[] {
  const keys = controls
    .filter((control) => control.type === "button")
    .sort((a, b) => a.row - b.row || a.column - b.column);
  const screens = keys.filter(({ feedbackType }) => feedbackType === "lcd");
  const used = (screens.length > 0 ? screens : keys).slice(0, ON_SCREENS.length);
  const order = screens.length === 0 && used.length === ON_PEDALS.length ? ON_PEDALS : ON_SCREENS;
  return used.flatMap(({ index, pixelSize }, i) => {
    const key = order[i];
    return key === undefined ? [] : [{ key, index, size: pixelSize ?? null }];
  });
}
