import { IDLE } from "../../party/shared/pomodoro";
import type { LightMeaning } from "./board";
import { colourAt, lastsFor } from "./rhythm";
import type { Colour } from "./rhythm";

/** The HID buttons we know, as pure functions between reports and meanings. Neither uses report ids. */
export interface HidModel {
  /** Whether a report says that the button is down; null: it says nothing about that. */
  pressed(report: DataView): boolean | null;
  /** The output report `elapsed` ms after the light got its meaning; null: dark. */
  report(light: LightMeaning | null, elapsed: number): Uint8Array<ArrayBuffer>;
  /** In how many ms that report changes; Infinity: never. */
  lastsFor(light: LightMeaning, elapsed: number): number;
}

const byte = (part: number) => Math.round(part * 255);

/** The do-it-yourself button. Its own blinking (flags, bit 0) stays off: the rhythm is ours. */
export const DIY: HidModel = {
  pressed: (report) => (report.byteLength < 1 ? null : (report.getUint8(0) & 1) === 1),
  report(light, elapsed) {
    const { r, g, b } = light ? colourAt(light, elapsed) : { r: 0, g: 0, b: 0 };
    return Uint8Array.of(byte(r), byte(g), byte(b), 0);
  },
  lastsFor,
};

const DIM = 0x10;
const SLOW_PULSE = 0x30;

/** Eight colours, on or off; a pulse of its own is the nearest to a breath, its dim to a tenth. */
export const MUTEME: HidModel = {
  pressed(report) {
    if (report.byteLength < 4) return null;
    switch (report.getUint8(3)) {
      case 0x04:
      case 0x40: // as one source has it
        return true;
      case 0x02:
      case 0x00:
        return false;
      default:
        return null; // 0x01, still touched
    }
  },
  report(light, elapsed) {
    if (!light) return Uint8Array.of(0);
    if (pulses(light)) return Uint8Array.of(0b111 | SLOW_PULSE);
    const colour = bits(colourAt(light, elapsed));
    return Uint8Array.of(colour && light.held && !light.offline ? colour | DIM : colour);
  },
  lastsFor: (light, elapsed) => (pulses(light) ? Infinity : lastsFor(light, elapsed)),
};

const pulses = ({ state, offline }: LightMeaning): boolean => state === IDLE && !offline;

const bits = ({ r, g, b }: Colour): number => (r > 0 ? 1 : 0) | (g > 0 ? 2 : 0) | (b > 0 ? 4 : 0);

const MUTEME_IDS: readonly (readonly [vendorId: number, productId: number])[] = [
  [0x20a0, 0x42da],
  [0x20a0, 0x42db],
  [0x3603, 0x0001],
  [0x3603, 0x0002],
  [0x3603, 0x0003],
  [0x3603, 0x0004],
  [0x16c0, 0x27db],
];
const DIY_USAGE = { usagePage: 0xff00, usage: 1 };

/** What the picker offers. */
export const HID_FILTERS = [
  DIY_USAGE,
  ...MUTEME_IDS.map(([vendorId, productId]) => ({ vendorId, productId })),
];

/** The model of a device; null: neither. */
export function modelOf(device: {
  readonly vendorId: number;
  readonly productId: number;
  readonly collections: readonly {
    readonly usagePage?: number | undefined;
    readonly usage?: number | undefined;
  }[];
}): HidModel | null {
  const { vendorId, productId, collections } = device;
  if (MUTEME_IDS.some(([vendor, product]) => vendor === vendorId && product === productId)) return MUTEME;
  const diy = collections.some(
    ({ usagePage, usage }) => usagePage === DIY_USAGE.usagePage && usage === DIY_USAGE.usage,
  );
  return diy ? DIY : null;
}
