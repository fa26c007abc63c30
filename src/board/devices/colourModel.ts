import type { HidModel } from "../hidModel";
import { toByte } from "../hidModel";
import { BLACK, colourAt, msUntilChange } from "../rhythm";

type Rgb = readonly [red: number, green: number, blue: number];

interface ColourLight extends Pick<HidModel, "light" | "keepAliveMs">, Partial<Pick<HidModel, "isPressed">> {
  /** The bytes of the report for a colour of 0 to 255 each. */
  encode(colour: Rgb): readonly number[];
}

/** A light that shows one colour at a time, of any brightness: the host plays the rhythms. */
export const colourModel = ({ light, keepAliveMs, isPressed, encode }: ColourLight): HidModel => ({
  caps: isPressed ? ["button", "led"] : ["led"],
  light,
  ...(keepAliveMs === undefined ? {} : { keepAliveMs }),
  isPressed: isPressed ?? (() => null),
  report(shown, elapsed) {
    const { r, g, b } = shown ? colourAt(shown, elapsed) : BLACK;
    return Uint8Array.from(encode([toByte(r), toByte(g), toByte(b)]));
  },
  msUntilChange,
});
