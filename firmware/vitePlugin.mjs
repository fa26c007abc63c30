/**
 * Vite plugin that serves what people need to make a board under /firmware/: the wiring, the built program, the Python
 * files, and as one zip each the Arduino sketch and the files of MicroPython. It reads this folder at each build and each request of `npm run dev`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { makeZip } from "./zip.mjs";

const folder = new URL("./", import.meta.url);
/**
 * The served file types and their content types under `npm run dev`; the room server has its own list.
 * @type {Readonly<Record<string, string>>}
 */
const CONTENT_TYPES = {
  svg: "image/svg+xml",
  hex: "text/plain",
  py: "text/x-python",
  zip: "application/zip",
};
/** @param {string} path */
const contentTypeOf = (path) => CONTENT_TYPES[path.slice(path.lastIndexOf(".") + 1)];

/**
 * A zip of the sketch, in a folder with the sketch's name, which the Arduino IDE requires.
 * @param {URL} parent @param {string} name
 */
const zipSketch = (parent, name) =>
  makeZip(
    readdirSync(new URL(`${name}/`, parent))
      .toSorted()
      .map((file) => ({
        name: `${name}/${file}`,
        bytes: readFileSync(new URL(`${name}/${file}`, parent)),
      })),
  );

/** Every served file by its path under /firmware/. */
function readFirmwareFiles() {
  /** @type {Map<string, Buffer>} */
  const files = new Map();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const kind = new URL(`${entry.name}/`, folder);
    for (const name of readdirSync(kind)) {
      if (contentTypeOf(name) !== undefined)
        files.set(`${entry.name}/${name}`, readFileSync(new URL(name, kind)));
    }
    if (entry.name === "arduino")
      files.set("arduino/shared-pomodoro.zip", zipSketch(kind, "shared-pomodoro"));
    if (entry.name === "micropython") {
      const names = readdirSync(kind).filter((name) => name.endsWith(".py"));
      const entries = names.toSorted().map((name) => ({ name, bytes: readFileSync(new URL(name, kind)) }));
      files.set("micropython/shared-pomodoro-micropython.zip", makeZip(entries));
    }
  }
  return files;
}

/** @returns {import("vite").Plugin} */
export const serveFirmware = () => ({
  name: "firmware",
  generateBundle() {
    for (const [path, source] of readFirmwareFiles()) {
      this.emitFile({ type: "asset", fileName: `firmware/${path}`, source });
    }
  },
  configureServer(server) {
    server.middlewares.use("/firmware/", (request, response, next) => {
      const path = (request.url ?? "").replace(/^\/|\?.*/g, "");
      const file = readFirmwareFiles().get(path);
      if (file === undefined) return next();
      response.setHeader("content-type", contentTypeOf(path) ?? "");
      response.end(file);
    });
  },
});
