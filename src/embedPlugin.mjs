// A plugin for vite: makes /embed.js, a file of its own that other people's pages load, of src/embed.
import { build } from "esbuild";
import { BUILD_TARGETS } from "./supportedBrowsers.mjs";

const NAME = "embed.js";

async function bundleEmbed() {
  const { outputFiles } = await build({
    entryPoints: [`${import.meta.dirname}/embed/embed.ts`],
    bundle: true,
    minify: true,
    format: "iife",
    target: BUILD_TARGETS,
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

/** @returns {import("vite").Plugin} */
export const embedPlugin = () => ({
  name: "embed",
  async generateBundle() {
    this.emitFile({ type: "asset", fileName: NAME, source: await bundleEmbed() });
  },
  configureServer(server) {
    server.middlewares.use(`/${NAME}`, (_, response) => {
      void bundleEmbed().then((source) => response.setHeader("content-type", "text/javascript").end(source));
    });
  },
});
