/** The boards that the page can put the program on. The code of each is loaded when it is wanted. */
import type { Installer } from "./installer";

export interface InstallerEntry {
  readonly id: string;
  /** The boards, as people call them. */
  readonly name: string;
  /** Whether the person has to choose a file first. */
  readonly needsFile: boolean;
  readonly load: () => Promise<{ readonly install: Installer }>;
}

const uno = () => import("./avr/unoInstall");

export const INSTALLERS: readonly InstallerEntry[] = [
  { id: "uno", name: "Arduino Uno", needsFile: false, load: uno },
  { id: "nano", name: "Arduino Nano", needsFile: false, load: uno },
  {
    id: "leonardo",
    name: "Arduino Leonardo",
    needsFile: false,
    load: () => import("./avr/leonardoInstall"),
  },
];
