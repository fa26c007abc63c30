/** The HID devices of the simulated bus: what the kernel would say about each. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  BLINK1_DESCRIPTOR,
  DECK_DESCRIPTOR,
  DIY_DESCRIPTOR,
  KUANDO_DESCRIPTOR,
  LUXAFOR_DESCRIPTOR,
} from "./descriptors";
import type { Device } from "./devices";

interface HidDevice {
  readonly vendorId: number;
  readonly productId: number;
  readonly title: string;
  readonly descriptor: readonly number[];
}

const HID_DEVICES = {
  button: { vendorId: 0x1209, productId: 0xb10c, title: "Pomodoro button", descriptor: DIY_DESCRIPTOR },
  blink1: { vendorId: 0x27b8, productId: 0x01ed, title: "blink(1) mk3", descriptor: BLINK1_DESCRIPTOR },
  mute: { vendorId: 0x04d8, productId: 0xf372, title: "LUXAFOR MUTE", descriptor: LUXAFOR_DESCRIPTOR },
  kuando: { vendorId: 0x27bb, productId: 0x3bcd, title: "BUSYLIGHT", descriptor: KUANDO_DESCRIPTOR },
  deck: { vendorId: 0x0fd9, productId: 0x0080, title: "Stream Deck MK.2", descriptor: DECK_DESCRIPTOR },
} satisfies Record<string, HidDevice>;
export type HidName = keyof typeof HID_DEVICES;

const ENTRIES = Object.entries(HID_DEVICES) as [HidName, HidDevice][];
const hex = (id: number): string => id.toString(16).padStart(4, "0");

/** The key by which the app remembers the device. */
export const keyOf = (name: HidName): string =>
  `hid:${hex(HID_DEVICES[name].vendorId)}:${hex(HID_DEVICES[name].productId)}`;

/** Vendor and product of every HID device, for the policy. */
export const HID_IDS = ENTRIES.map(([, { vendorId, productId }]) => ({
  vendor_id: vendorId,
  product_id: productId,
}));

/** What udev says when the device is plugged in; `bus` is the path of the USB bus. The order is that of bus.sh. */
export function deviceOf(name: HidName, bus: string): Device {
  const number = ENTRIES.findIndex(([one]) => one === name);
  const { vendorId, productId } = HID_DEVICES[name];
  const usb = `${bus}/1-${number + 2}/1-${number + 2}:1.0`;
  const id = `0003:${hex(vendorId)}:${hex(productId)}.0001`.toUpperCase();
  return {
    name: `hidraw${number}`,
    hangsUp: false,
    uevent: [
      `DEVPATH=${usb}/${id}/hidraw/hidraw${number}`,
      "SUBSYSTEM=hidraw",
      `DEVNAME=/dev/hidraw${number}`,
      "MAJOR=241",
      `MINOR=${number}`,
      "USEC_INITIALIZED=1",
    ],
  };
}

/** Writes what bus.sh reads about the HID devices. Because of the serial number Chromium keeps a grant after a replug. */
export function writeHidTable(folder: string): void {
  const lines = ENTRIES.map(([, { vendorId, productId, title, descriptor }], number) => {
    writeFileSync(join(folder, `hid-hidraw${number}`), Uint8Array.from(descriptor));
    return `hidraw${number} ${hex(vendorId).toUpperCase()} ${hex(productId).toUpperCase()} 000${number + 1} ${title}\n`;
  });
  writeFileSync(join(folder, "hid"), lines.join(""));
}
