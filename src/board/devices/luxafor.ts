/** Luxafor: the Flag and the Orb are lights, the Mute is a light that is a button. All have the same numbers. */
import { usb } from "../hidModel";
import type { HidEntry, HidModel } from "../hidModel";
import { colourModel } from "./colourModel";

const SET_COLOUR = 1;
const ALL_LEDS = 0xff;
const BUTTON = 131;

const light = {
  light: { reportId: 0 },
  encode: ([r, g, b]: readonly [number, number, number]) => [SET_COLOUR, ALL_LEDS, r, g, b, 0, 0, 0],
} as const;

const isPressed: HidModel["isPressed"] = (report) =>
  report.byteLength >= 2 && report.getUint8(0) === BUTTON ? report.getUint8(1) !== 0 : null;

const isMute = (productName: string): boolean => /mute/i.test(productName);

export const LUXAFOR: HidEntry = {
  filters: usb([0x04d8, 0xf372]),
  isOwn: ({ productName }) => !isMute(productName),
  model: colourModel(light),
};
export const LUXAFOR_MUTE: HidEntry = {
  filters: usb([0x04d8, 0xf372]),
  isOwn: ({ productName }) => isMute(productName),
  model: colourModel({ ...light, isPressed }),
};
