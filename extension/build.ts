/** `npm run extension`: builds the extension for each browser, as a folder and as a zip, in `dist/extension`. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { build } from "vite";
import solid from "vite-plugin-solid";
import { version } from "../package.json";
import { makeZip } from "../firmware/zip.mjs";
import { staticClasses } from "../src/staticClasses.mjs";
import { subsetFontPlugin } from "../src/subsetFont.mjs";
import { BROWSERS, ICONS, manifestFor, messagesOf } from "./manifest";
import type { BrowserName } from "./manifest";
import { LANGUAGES } from "../src/i18n/languages";
import type en from "./words/en";

const here = import.meta.dirname;
const root = dirname(here);
const PAGES = ["popup", "options", "blocked"];
const ICON = join(root, "src/public/icon.svg");

/** The files that are the same in each browser, by their paths. */
async function buildFiles(): Promise<Map<string, string | Uint8Array>> {
  const built = await build({
    configFile: false,
    root: here,
    base: "./",
    logLevel: "error",
    plugins: [
      solid({
        babel: { plugins: [staticClasses] },
        solid: { moduleName: join(root, "src/ui/dom.ts") },
      }),
      subsetFontPlugin(),
    ],
    css: { modules: { generateScopedName: "[hash:base64:5]" } },
    build: {
      write: false,
      target: "es2023",
      modulePreload: false,
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: {
          ...Object.fromEntries(PAGES.map((name) => [name, join(here, "pages", `${name}.tsx`)])),
          background: join(here, "shell/background.ts"),
        },
        output: {
          entryFileNames: "[name].js",
          chunkFileNames: "[name]-[hash].js",
          assetFileNames: "[name]-[hash][extname]",
        },
      },
    },
  });
  if (!("output" in built)) throw new Error("the extension was not built");
  const files = new Map<string, string | Uint8Array>(
    built.output.map((file) => [file.fileName, file.type === "chunk" ? file.code : file.source]),
  );
  const sheets = [...files.keys()].filter((path) => path.endsWith(".css"));
  for (const name of PAGES) files.set(`${name}.html`, htmlOf(name, sheets));
  for (const { size, path } of ICONS) files.set(path, await sharp(ICON).resize(size, size).png().toBuffer());
  for (const language of LANGUAGES) {
    const { default: words } = (await import(`./words/${language}.ts`)) as { default: typeof en };
    files.set(`_locales/${language}/messages.json`, json(messagesOf(words)));
  }
  return files;
}

/** A page, which its script draws. */
const htmlOf = (name: string, sheets: readonly string[]): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Shared Pomodoro</title>
    ${sheets.map((path) => `<link rel="stylesheet" href="${path}">`).join("\n    ")}
    <script type="module" src="${name}.js"></script>
  </head>
  <body></body>
</html>
`;

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Builds into `target`. Resolves to the folder of each browser. */
export async function buildExtension(
  target = join(root, "dist/extension"),
): Promise<Record<BrowserName, string>> {
  const files = await buildFiles();
  rmSync(target, { recursive: true, force: true });
  for (const browser of BROWSERS) {
    const all = new Map([...files, ["manifest.json", json(manifestFor(browser, version))]]);
    for (const [path, content] of all) {
      const file = join(target, browser, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    const entries = [...all].map(([name, content]) => ({ name, bytes: Buffer.from(content) }));
    writeFileSync(join(target, `shared-pomodoro-${browser}.zip`), makeZip(entries));
  }
  return { chrome: join(target, "chrome"), firefox: join(target, "firefox") };
}

if (process.argv[1] === import.meta.filename) {
  const folders = await buildExtension();
  for (const folder of Object.values(folders)) {
    const bytes = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, entry) => sum + readFileSync(join(entry.parentPath, entry.name)).length, 0);
    process.stdout.write(`${folder}: ${bytes} bytes\n`);
  }
}
