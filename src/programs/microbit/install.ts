/** Puts our program on a micro:bit: over its serial port where MicroPython is on it, else MicroPython first, over WebUSB. */
import type { Installer } from "../installer";
import { loadPart } from "../loadPart";
import { loadFiles } from "../micropython/files";
import { askForPort, installOnPort } from "../micropython/install";
import { checkHex } from "./hex";
import { MICROBIT_PROGRAM, writeInPlace } from "./program";

export const prepare = () => import("./flash");

/**
 * An installer for a micro:bit. With a file, MicroPython's .hex, that is written first, over WebUSB, for which the browser
 * shows a picker of its own: call the installer in a click; where the click is too long ago, it asks for another one. Without one the micro:bit has MicroPython. `load` is how it
 * fetches the files of our program.
 */
export const makeMicrobitInstaller =
  (load?: typeof fetch): Installer =>
  async (context) => {
    const { file, signal } = context;
    if (file) {
      const hex = checkHex(file);
      const { flashHex } = await loadPart(prepare, signal);
      await flashHex(hex, context);
    }
    const files = await loadFiles(MICROBIT_PROGRAM, signal, load);
    const port = await askForPort(context, file ? "again" : "board");
    return installOnPort(port, context, MICROBIT_PROGRAM, files, writeInPlace);
  };

export const install: Installer = makeMicrobitInstaller();
