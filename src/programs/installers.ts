/** The boards that the page can put the program on. The code of each is loaded when it is wanted. */
import type { InstallerModule } from "./installer";
import type { StepsFor } from "./micropython/steps";

export interface InstallerEntry {
  readonly id: string;
  /** The boards, as people call them. */
  readonly name: string;
  /** A file that the person chooses, MicroPython for the board, and how its name ends. Null: none is needed. */
  readonly file: {
    readonly isRequired: boolean;
    readonly ending: string;
    /** Whether it is written over WebUSB: the browser's picker is then for that, and the serial port follows. */
    readonly isOverUsb: boolean;
  } | null;
  /** How a board of this kind gets MicroPython; null: it needs none. */
  readonly micropython: {
    readonly steps: StepsFor;
    /** The entry that writes it, from a file; null: the person copies it to a drive. */
    readonly writtenBy: string | null;
  } | null;
  readonly load: () => Promise<InstallerModule>;
}

const uno = () => import("./avr/unoInstall");
const AVR = { file: null, micropython: null };

export const INSTALLERS: readonly InstallerEntry[] = [
  { id: "uno", name: "Arduino Uno", ...AVR, load: uno },
  { id: "nano", name: "Arduino Nano", ...AVR, load: uno },
  { id: "leonardo", name: "Arduino Leonardo", ...AVR, load: () => import("./avr/leonardoInstall") },
  {
    id: "pico",
    name: "Raspberry Pi Pico",
    file: null,
    micropython: { steps: "pico", writtenBy: null },
    load: () => import("./micropython/install"),
  },
  {
    id: "microbit",
    name: "BBC micro:bit",
    file: { isRequired: false, ending: ".hex", isOverUsb: true },
    micropython: { steps: "microbit", writtenBy: "microbit" },
    load: () => import("./microbit/install"),
  },
  {
    id: "esp32",
    name: "ESP32 (MicroPython)",
    file: null,
    micropython: { steps: "esp32", writtenBy: "esp32-bare" },
    load: () => import("./micropython/install"),
  },
  {
    id: "esp32-bare",
    name: "ESP32",
    file: { isRequired: true, ending: ".bin", isOverUsb: false },
    micropython: { steps: "esp32", writtenBy: "esp32-bare" },
    load: () => import("./esp32/install"),
  },
];
