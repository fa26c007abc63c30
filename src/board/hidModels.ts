/** The known HID buttons, as pure functions between reports and what they mean. None uses report ids. */
import { IDLE } from "../../party/shared/pomodoro";
import type { LightState } from "./board";
import { colourAt, msUntilChange } from "./rhythm";
import type { Colour } from "./rhythm";

export interface HidModel {
  /** Whether the button is down according to an input report; null: the report does not contain it. */
  isPressed(report: DataView): boolean | null;
  /** The output report `elapsed` ms after the light has begun to show `light`; null: a dark light. */
  report(light: LightState | null, elapsed: number): Uint8Array<ArrayBuffer>;
  /** In how many ms that report changes; Infinity: never. */
  msUntilChange(light: LightState, elapsed: number): number;
}

const toByte = (part: number) => Math.round(part * 255);

/** The do-it-yourself button (firmware/circuitpython). The host plays the rhythms, so the blink flag stays 0. */
const DIY: HidModel = {
  isPressed: (report) => (report.byteLength < 1 ? null : (report.getUint8(0) & 1) === 1),
  report(light, elapsed) {
    const { r, g, b } = light ? colourAt(light, elapsed) : { r: 0, g: 0, b: 0 };
    return Uint8Array.of(toByte(r), toByte(g), toByte(b), 0);
  },
  msUntilChange,
};

const DIM = 0x10;
const SLOW_PULSE = 0x30;

/**
 * The MuteMe: eight colours, each fully on or off. It has effects of its own: its slow pulse is used for IDLE and its
 * dim light for a paused period.
 */
const MUTEME: HidModel = {
  isPressed(report) {
    if (report.byteLength < 4) return null;
    switch (report.getUint8(3)) {
      case 0x04: // the touch starts
      case 0x40: // the same, according to another source
        return true;
      case 0x02: // the touch ends
      case 0x00: // no touch
        return false;
      default:
        return null; // 0x01: still touched
    }
  },
  report(light, elapsed) {
    if (!light) return Uint8Array.of(0);
    if (isPulsing(light)) return Uint8Array.of(0b111 | SLOW_PULSE);
    const colour = toBits(colourAt(light, elapsed));
    return Uint8Array.of(colour && light.held && !light.offline ? colour | DIM : colour);
  },
  msUntilChange: (light, elapsed) => (isPulsing(light) ? Infinity : msUntilChange(light, elapsed)),
};

const isPulsing = ({ state, offline }: LightState): boolean => state === IDLE && !offline;

const toBits = ({ r, g, b }: Colour): number => (r > 0 ? 1 : 0) | (g > 0 ? 2 : 0) | (b > 0 ? 4 : 0);

interface HidFilter {
  readonly vendorId?: number;
  readonly productId?: number;
  readonly usagePage?: number;
  readonly usage?: number;
}

const usb = (vendorId: number, productId: number): HidFilter => ({ vendorId, productId });

/** Every supported device: how to recognise it, and its model. A new device is one more entry. */
const DEVICES: readonly { readonly model: HidModel; readonly filters: readonly HidFilter[] }[] = [
  { model: DIY, filters: [{ usagePage: 0xff00, usage: 1 }] },
  {
    model: MUTEME,
    filters: [
      usb(0x20a0, 0x42da),
      usb(0x20a0, 0x42db),
      usb(0x3603, 0x0001),
      usb(0x3603, 0x0002),
      usb(0x3603, 0x0003),
      usb(0x3603, 0x0004),
      usb(0x16c0, 0x27db),
    ],
  },
];

/** What the browser's picker offers. */
export const HID_FILTERS: HidFilter[] = DEVICES.flatMap(({ filters }) => filters);

/** The part of `HIDDevice` by which a model is recognised. */
export interface HidIdentity {
  readonly vendorId: number;
  readonly productId: number;
  readonly collections: readonly {
    readonly usagePage?: number | undefined;
    readonly usage?: number | undefined;
  }[];
}

/** The model of a device; null: not supported. If several entries match, the last one counts. */
export function modelOf({ vendorId, productId, collections }: HidIdentity): HidModel | null {
  const isMatch = (filter: HidFilter): boolean =>
    filter.usage === undefined
      ? filter.vendorId === vendorId && filter.productId === productId
      : collections.some(({ usagePage, usage }) => usagePage === filter.usagePage && usage === filter.usage);
  return DEVICES.findLast(({ filters }) => filters.some(isMatch))?.model ?? null;
}
