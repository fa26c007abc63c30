/**
 * Vite's plugin that puts what a person needs to make a board under /firmware/: the wiring, the finished program, the
 * Python files, and the Arduino sketch as one zip. Taken from this folder whenever the app is built or asked for it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { zipOf } from "./zip.mjs";

const here = new URL("./", import.meta.url);
/**
 * What is served, and as what `npm run dev` says that it is; the room server has its own list.
 * @type {Readonly<Record<string, string>>}
 */
const TYPES = {
  svg: "image/svg+xml",
  hex: "text/plain",
  py: "text/x-python",
  zip: "application/zip",
};
/** @param {string} path */
const typeOf = (path) => TYPES[path.slice(path.lastIndexOf(".") + 1)];

/** The Arduino IDE wants a sketch in a folder of its name. @param {URL} folder @param {string} name */
const sketchIn = (folder, name) =>
  zipOf(
    readdirSync(new URL(`${name}/`, folder))
      .toSorted()
      .map((file) => ({ name: `${name}/${file}`, bytes: readFileSync(new URL(`${name}/${file}`, folder)) })),
  );

/** Every file by its path under /firmware/. */
function firmwareFiles() {
  /** @type {Map<string, Buffer>} */
  const files = new Map();
  for (const kind of readdirSync(here, { withFileTypes: true })) {
    if (!kind.isDirectory()) continue;
    const folder = new URL(`${kind.name}/`, here);
    for (const name of readdirSync(folder)) {
      if (typeOf(name) !== undefined) files.set(`${kind.name}/${name}`, readFileSync(new URL(name, folder)));
    }
    if (kind.name === "arduino")
      files.set("arduino/shared-pomodoro.zip", sketchIn(folder, "shared-pomodoro"));
  }
  return files;
}

/** @returns {import("vite").Plugin} */
export const firmware = () => ({
  name: "firmware",
  generateBundle() {
    for (const [path, source] of firmwareFiles()) {
      this.emitFile({ type: "asset", fileName: `firmware/${path}`, source });
    }
  },
  configureServer(server) {
    server.middlewares.use("/firmware/", (request, response, next) => {
      const path = (request.url ?? "").replace(/^\/|\?.*/g, "");
      const file = firmwareFiles().get(path);
      if (file === undefined) return next();
      response.setHeader("content-type", typeOf(path) ?? "");
      response.end(file);
    });
  },
});
