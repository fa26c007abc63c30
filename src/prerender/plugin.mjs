// A plugin for vite: writes the first sight of the tomato into index.html when the app is built.
import { build } from "vite";
import solid from "vite-plugin-solid";

const PLACE = '<div id="app"></div>';

/** @returns {import("vite").Plugin} */
export function firstSightInPage() {
  /** @type {import("vite").ResolvedConfig} */
  let config;
  return {
    name: "first-sight-in-page",
    apply: "build", // while one develops, the styles come with the scripts
    configResolved(resolved) {
      config = resolved;
    },
    async transformIndexHtml(html) {
      if (!html.includes(PLACE)) throw new Error(`index.html has no ${PLACE}`);
      const drawn = await firstSight(config);
      return html.replace(PLACE, () => PLACE.replace("><", `>${drawn}<`));
    },
  };
}

/** @param {import("vite").ResolvedConfig} config @returns {Promise<string>} */
async function firstSight({ root, css }) {
  const built = await build({
    configFile: false,
    root,
    logLevel: "warn",
    plugins: [solid({ ssr: true, solid: { hydratable: false } })],
    css: { modules: css.modules || {} }, // the class names of the style sheets that the page has
    ssr: { noExternal: true },
    build: { ssr: "prerender/Prerendered.tsx", write: false },
  });
  const code = "output" in built ? built.output[0].code : undefined;
  if (code === undefined) throw new Error("the first sight of the tomato was not built");
  /** @type {typeof import("./Prerendered")} */
  const module = await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
  return module.firstSight();
}
