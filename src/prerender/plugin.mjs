// A plugin for vite: draws the tomato into index.html when the app is built, and makes the file with which the server
// draws it into the pages of rooms.
import { build } from "vite";
import solid from "vite-plugin-solid";

const CONTAINER = '<div id="app"></div>';
const SCRIPT = '<script type="module"';

/** @returns {import("vite").Plugin} */
export function prerenderPlugin() {
  /** @type {Promise<typeof import("./index")>} */
  let prerendered;
  return {
    name: "prerender",
    apply: "build", // the development server sends the styles with the scripts, so a drawing before them has none
    configResolved(config) {
      prerendered = load(config);
      prerendered.catch(() => {}); // the hooks report the error
    },
    transformIndexHtml: {
      order: "post", // vite has added the script by then
      async handler(html) {
        const drawing = (await prerendered).prerender();
        const drawn = replaceOnce(html, CONTAINER, CONTAINER.replace("><", `>${drawing}<`));
        // The style comes first, because the first paint needs it and no script.
        return replaceOnce(drawn, SCRIPT, `${SCRIPT} fetchpriority="low"`);
      },
    },
    async generateBundle() {
      const source = JSON.stringify((await prerendered).makePictures());
      this.emitFile({ type: "asset", fileName: "pictures.json", source });
    },
  };
}

/** @param {string} text @param {string} old @param {string} next */
function replaceOnce(text, old, next) {
  if (text.split(old).length !== 2) throw new Error(`index.html must have ${old} once`);
  return text.replace(old, () => next);
}

/** Builds this folder for the server and imports it. @param {import("vite").ResolvedConfig} config */
async function load({ root, css }) {
  const built = await build({
    configFile: false,
    root,
    logLevel: "warn",
    plugins: [solid({ ssr: true, solid: { hydratable: false } })],
    css: { modules: css.modules || {} }, // the class names must be those of the page's style sheets
    ssr: { noExternal: true },
    build: {
      ssr: "prerender/index.ts",
      write: false,
      rolldownOptions: { checks: { pluginTimings: false } },
    },
  });
  const code = "output" in built ? built.output[0].code : undefined;
  if (code === undefined) throw new Error("src/prerender was not built");
  /** @type {typeof import("./index")} */
  const module = await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
  return module;
}
