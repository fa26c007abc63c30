// A plugin for vite: gives the libraries that put programs on boards ES modules for what they import as CommonJS. The
// bundler's helpers for CommonJS would get a file of their own, which the first screen would load, too (`bundleAlone.mjs`).
import { createRequire } from "node:module";

const { resolve } = createRequire(import.meta.url);
const ATOB = "\0atob";
/** What esptool-js and microbit-connection import, and what it is instead. @type {Readonly<Record<string, string>>} */
const INSTEAD = {
  "atob-lite": ATOB, // the function of the browser
  "nrf-intel-hex": resolve("nrf-intel-hex/intel-hex.js"),
};

/** @returns {import("vite").Plugin} */
export const esModules = () => ({
  name: "es-modules",
  apply: "build",
  enforce: "pre",
  resolveId: (id) => INSTEAD[id] ?? null,
  load: (id) => (id === ATOB ? "export default (text) => atob(text);" : null),
});
