/** Puts MicroPython on a bare ESP32, from an image that the person has chosen, and then our program. */
import { InstallError } from "../installer";
import type { Installer } from "../installer";
import { loadPart } from "../loadPart";
import { loadFiles, MICROPYTHON_PROGRAM } from "../micropython/files";
import { askForPort, installOnPort } from "../micropython/install";
import { checkImage } from "./image";

export const prepare = () => import("./flash");

/** An installer for ESP32 boards without MicroPython. `load` is how it fetches the files of our program. */
export const makeEsp32Installer =
  (load?: typeof fetch): Installer =>
  async (context) => {
    const { file, signal } = context;
    const chip = checkImage(file);
    const image = file ?? new Uint8Array();
    const [{ flashImage }, files] = await Promise.all([
      loadPart(prepare, signal),
      loadFiles(MICROPYTHON_PROGRAM, signal, load),
    ]);
    const port = await askForPort(context, "board");
    await flashImage(port, image, chip, context);
    try {
      return await installOnPort(port, context, MICROPYTHON_PROGRAM, files);
    } catch (error) {
      // A chip with native USB comes back as another port, with MicroPython's own USB ids.
      const isGone =
        error instanceof InstallError && (error.code === "no-open" || error.code === "unplugged");
      if (!isGone) throw error;
      return await installOnPort(await askForPort(context, "again"), context, MICROPYTHON_PROGRAM, files);
    }
  };

export const install: Installer = makeEsp32Installer();
