/** The Stream Decks of Elgato: keys that are small screens, and a pedal. Their code is loaded when one is opened. */
import { hasReport, usb } from "../hidModel";
import type { HidEntry } from "../hidModel";

const CORSAIR = 0x1b1c;
const PICTURES = 2;

export const STREAM_DECK: HidEntry = {
  filters: usb(
    [0x0fd9, 0x0060], // Original
    [0x0fd9, 0x006d], // Original, second version
    [0x0fd9, 0x0080], // MK.2
    [0x0fd9, 0x00a5], // MK.2 with scissor keys
    [0x0fd9, 0x0063], // Mini
    [0x0fd9, 0x0090],
    [0x0fd9, 0x00b3],
    [0x0fd9, 0x006c], // XL
    [0x0fd9, 0x008f],
    [0x0fd9, 0x0084], // +
    [0x0fd9, 0x00c6], // + XL
    [0x0fd9, 0x0086], // Pedal
    [0x0fd9, 0x009a], // Neo
    [0x0fd9, 0x00aa], // Studio
    [0x0fd9, 0x00b8], // Modules of 6, 15 and 32 keys
    [0x0fd9, 0x00b9],
    [0x0fd9, 0x00ba],
    [CORSAIR, 0x2b18], // Galleon K100, a keyboard with a deck
  ),
  // The browser lists the keys of the keyboard as a device of their own, which takes no pictures.
  isOwn: ({ vendorId, collections }) =>
    vendorId !== CORSAIR || collections.some(({ outputReports }) => hasReport(outputReports, PICTURES)),
  load: async () => (await import("../deck/openDeck")).openDeck,
};
