// A plugin for vite: bundles a package of CommonJS modules by itself into one ES module, before the app's own build sees
// it. Otherwise the bundler's helpers for CommonJS get a file of their own, which the first screen would load, too. The
// licences of what is in it go into a file of their own.
import { createRequire } from "node:module";
import { build } from "vite";

const PREFIX = "\0alone:";
const ENTRY = "entry";
const LICENSES = "licenses.txt";
const { resolve } = createRequire(import.meta.url);

/**
 * The plugin for the package `name`, of which the app imports only `names`.
 * @param {string} name @param {readonly string[]} names @returns {import("vite").Plugin}
 */
export const bundleAlone = (name, names) => ({
  name: "bundle-alone",
  apply: "build",
  enforce: "pre",
  resolveId: (id) => (id === name ? PREFIX + name : null),
  async load(id) {
    if (id !== PREFIX + name) return null;
    const entry = `export { ${names.join(", ")} } from ${JSON.stringify(resolve(name))};`;
    const result = await build({
      configFile: false,
      logLevel: "error",
      plugins: [
        {
          name: "entry",
          resolveId: (_id, importer) => (importer === undefined ? PREFIX + ENTRY : null),
          load: (id) => (id === PREFIX + ENTRY ? entry : null),
        },
      ],
      build: {
        write: false,
        minify: false,
        lib: { entry: ENTRY, formats: ["es"], fileName: ENTRY },
        license: { fileName: LICENSES },
      },
    });
    const files = [result].flat().flatMap((one) => ("output" in one ? one.output : []));
    const [output, another] = files.filter(({ fileName }) => fileName !== LICENSES);
    if (output?.type !== "chunk" || another) throw new Error(`${name} is not one file`);
    const licenses = files.find(({ fileName }) => fileName === LICENSES);
    if (licenses?.type !== "asset") throw new Error(`${name} has no licence`);
    const fileName = `licenses-${name.split("/").at(-1)}.txt`;
    this.emitFile({ type: "asset", fileName, source: licenses.source });
    return output.code;
  },
});
