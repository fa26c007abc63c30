// TypeScript modules of this repository for plain node scripts.
import { build } from "esbuild";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * The module, bundled in memory; packages stay where they are. All of the bundle takes the address of `url` for its
 * own, so what it reads beside itself has to lie as deep.
 * @param {URL} url @returns {Promise<unknown>}
 */
export async function load(url) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(url)],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    target: "node20",
    packages: "external",
    define: { "import.meta.url": JSON.stringify(url.href) },
  });
  const module = { exports: {} };
  new Function("require", "module", "exports", outputFiles[0]?.text ?? "")(
    createRequire(url),
    module,
    module.exports,
  );
  return module.exports;
}
