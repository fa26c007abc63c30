/** What the USB ids of a port say about a board. Pure. */
import type { PortLike } from "../../board/serial";

const ARDUINO = new Set([0x2341, 0x2a03]);
/** Leonardo and Micro: the boot loader, and a program (with bit 15). */
const ATMEGA32U4 = new Set([0x0036, 0x0037]);
const PROGRAM_BIT = 0x8000;
/** Chips that turn USB into serial lines: FTDI, Prolific, Silicon Labs, WCH. A board behind one may be any. */
const BRIDGES = new Set([0x0403, 0x067b, 0x10c4, 0x1a86]);
/** Espressif, Raspberry Pi, micro:bit, Adafruit, Teensy, Seeed: none of their chips is an AVR of ours. */
const OTHERS = new Set([0x303a, 0x2e8a, 0x0d28, 0x239a, 0x16c0, 0x2886]);

/**
 * `serial`: an Uno, or a chip that turns USB into serial lines. `native`: a Leonardo or a Micro. `other`: certainly no AVR.
 * `unknown`: any of them.
 */
export function boardBehind(port: PortLike): "serial" | "native" | "other" | "unknown" {
  const { usbVendorId: vendor, usbProductId: product } = port.getInfo();
  if (vendor === undefined || product === undefined) return "unknown";
  if (ARDUINO.has(vendor)) {
    if (ATMEGA32U4.has(product & ~PROGRAM_BIT)) return "native";
    return [0x0001, 0x0043, 0x0243].includes(product) ? "serial" : "unknown";
  }
  if (BRIDGES.has(vendor)) return "serial";
  return OTHERS.has(vendor) ? "other" : "unknown";
}
