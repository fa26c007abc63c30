// A plugin for vite: draws the tomato into index.html when the app is built, and makes the file with which the server
// draws it into the pages of rooms.
import { build } from "vite";
import solid from "vite-plugin-solid";

const CONTAINER = '<div id="app"></div>';

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
    async generateBundle() {
      const source = JSON.stringify((await prerendered).makePictures());
      this.emitFile({ type: "asset", fileName: "pictures.json", source });
    },
    async transformIndexHtml(html) {
      if (!html.includes(CONTAINER)) throw new Error(`index.html has no ${CONTAINER}`);
      const drawing = (await prerendered).prerender();
      return html.replace(CONTAINER, () => CONTAINER.replace("><", `>${drawing}<`));
    },
  };
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
    build: { ssr: "prerender/index.ts", write: false },
  });
  const code = "output" in built ? built.output[0].code : undefined;
  if (code === undefined) throw new Error("src/prerender was not built");
  /** @type {typeof import("./index")} */
  const module = await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
  return module;
}
