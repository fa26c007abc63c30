import { toHex } from "./board";
import { HID_FILTERS } from "./hidModels";

/** The vendors of boards with our CircuitPython program: Raspberry Pi, Adafruit. */
const DIY_VENDORS = [0x2e8a, 0x239a];

const VENDORS = new Set([...DIY_VENDORS, ...HID_FILTERS.flatMap(({ vendorId }) => vendorId ?? [])]);

/** What Linux needs to let a browser open the supported HID devices: a line for /etc/udev/rules.d. */
export const UDEV_RULE = `KERNEL=="hidraw*", ATTRS{idVendor}=="${[...VENDORS].map(toHex).join("|")}", MODE="0660", TAG+="uaccess"`;
