/** The boot loaders that Arduino puts on its boards, from Debian's package arduino-core-avr. */
import { readFileSync } from "node:fs";

const FOLDER = "/usr/share/arduino/hardware/arduino/avr/bootloaders/";

export interface BootLoader {
  readonly hex: string;
  /** The word at which the chip starts, set by its fuses. */
  readonly start: number;
  /** Whether it measures how long it waits by the number of its polls, and not by the watchdog. */
  readonly countsPolls: boolean;
}

/** Where the package puts them. */
const FILES = {
  /** Uno: 512 bytes. */
  uno: { file: "optiboot/optiboot_atmega328.hex", start: 0x3f00 },
  /** A Nano since 2018: the same program, but the fuses of the old one, so the chip starts 1536 bytes before it. */
  nano: { file: "optiboot/optiboot_atmega328.hex", start: 0x3c00 },
  /** A Nano before 2018 and most clones: 2048 bytes. */
  oldNano: { file: "atmega/ATmegaBOOT_168_atmega328.hex", start: 0x3c00 },
  /** The boot loader of an ATmega168, which says that chip's signature. */
  atmega168: { file: "optiboot/optiboot_atmega168.hex", start: 0x1f00 },
} as const;

export function readBootLoader(name: keyof typeof FILES): BootLoader {
  const { file, start } = FILES[name];
  return { hex: readFileSync(FOLDER + file, "utf8"), start, countsPolls: file.startsWith("atmega/") };
}
