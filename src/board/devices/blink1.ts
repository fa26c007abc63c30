/** The blink(1) of ThingM: a light without a button, set at once (a fade of 0) and on both of its sides. */
import { usb } from "../hidModel";
import type { HidEntry } from "../hidModel";
import { colourModel } from "./colourModel";

const FADE_TO_COLOUR = 0x63; // "c"

export const BLINK1: HidEntry = {
  filters: usb([0x27b8, 0x01ed]),
  model: colourModel({
    light: { reportId: 1, isFeature: true },
    encode: ([r, g, b]) => [FADE_TO_COLOUR, r, g, b, 0, 0, 0, 0],
  }),
};
