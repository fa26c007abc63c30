/** The words of how to make a board, in the language of this page. */
import { enFirmware } from "./en.firmware";
import type { FirmwareWords } from "./en.firmware";
import { makeWords } from "./makeWords";

export const firmwareWords: FirmwareWords = makeWords(enFirmware, {
  nl: async () => (await import("./nl.firmware")).nlFirmware,
  de: async () => (await import("./de.firmware")).deFirmware,
});
