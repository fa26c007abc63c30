// A plugin for vite: draws the tomato into index.html when the app is built.
import { build } from "vite";
import solid from "vite-plugin-solid";

const CONTAINER = '<div id="app"></div>';

/** @returns {import("vite").Plugin} */
export function prerenderPlugin() {
  /** @type {import("vite").ResolvedConfig} */
  let config;
  return {
    name: "prerender",
    apply: "build", // the development server sends the styles with the scripts, so a drawing before them has none
    configResolved(resolved) {
      config = resolved;
    },
    async transformIndexHtml(html) {
      if (!html.includes(CONTAINER)) throw new Error(`index.html has no ${CONTAINER}`);
      const drawing = await prerender(config);
      return html.replace(CONTAINER, () => CONTAINER.replace("><", `>${drawing}<`));
    },
  };
}

/** Builds `Prerendered.tsx` for the server and runs it. @param {import("vite").ResolvedConfig} config @returns {Promise<string>} HTML */
async function prerender({ root, css }) {
  const built = await build({
    configFile: false,
    root,
    logLevel: "warn",
    plugins: [solid({ ssr: true, solid: { hydratable: false } })],
    css: { modules: css.modules || {} }, // the class names must be those of the page's style sheets
    ssr: { noExternal: true },
    build: { ssr: "prerender/Prerendered.tsx", write: false },
  });
  const code = "output" in built ? built.output[0].code : undefined;
  if (code === undefined) throw new Error("Prerendered.tsx was not built");
  /** @type {typeof import("./Prerendered")} */
  const module = await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
  return module.prerender();
}
