// A plugin for vite: builds the page `/simulator` by itself, after the app. Modules that both pages use would otherwise
// share files, which makes the first script of the app larger for a page that few open.
import { build } from "vite";

const FOLDER = "simulator";

/**
 * `plugins`: those that the page needs, made anew; `options`: of the app's build.
 * @param {() => import("vite").PluginOption[]} plugins
 * @param {Pick<import("vite").UserConfig, "css" | "build">} options
 * @returns {import("vite").Plugin}
 */
export const simulatorPage = (plugins, { css, build: { target, ...rest } = {} }) => ({
  name: "simulator-page",
  apply: "build",
  async closeBundle() {
    await build({
      configFile: false,
      logLevel: "error",
      root: import.meta.dirname,
      publicDir: false,
      plugins: plugins(),
      ...(css && { css }),
      build: {
        ...rest,
        ...(target && { target }),
        license: false,
        emptyOutDir: false,
        rolldownOptions: {
          input: `${import.meta.dirname}/simulator.html`,
          output: {
            entryFileNames: `${FOLDER}/[name]-[hash].js`,
            chunkFileNames: `${FOLDER}/[name]-[hash].js`,
            assetFileNames: `${FOLDER}/[name]-[hash][extname]`,
          },
        },
      },
    });
  },
});
