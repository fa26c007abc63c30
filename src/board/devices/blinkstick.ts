/** The BlinkStick: the colour of its first light. */
import { usb } from "../hidModel";
import type { HidEntry } from "../hidModel";
import { colourModel } from "./colourModel";

export const BLINKSTICK: HidEntry = {
  filters: usb([0x20a0, 0x41e5]),
  model: colourModel({ light: { reportId: 1, isFeature: true }, encode: (colour) => colour }),
};
