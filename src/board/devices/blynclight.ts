/** The Blynclight of Embrava: red, blue, green and flags. Its own blinking and its sounds stay off. */
import { usb } from "../hidModel";
import type { HidEntry } from "../hidModel";
import { colourModel } from "./colourModel";

const OFF = 0x01;
const SLOW = 0x08; // the speed of its own blinking, which must not be 0

export const BLYNCLIGHT: HidEntry = {
  filters: usb(
    [0x2c0d, 0x0001],
    [0x2c0d, 0x000c],
    [0x0e53, 0x2516],
    [0x2c0d, 0x0002], // Plus
    [0x2c0d, 0x0010],
    [0x2c0d, 0x0003], // Mini
    [0x2c0d, 0x000a],
    [0x0e53, 0x2517],
    [0x0e53, 0x2519],
  ),
  model: colourModel({
    light: { reportId: 0 },
    encode: ([r, g, b]) => [r, b, g, r || g || b ? SLOW : SLOW | OFF, 0, 0, 0xff, 0x22],
  }),
};
