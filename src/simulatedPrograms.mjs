// Builds the programs that the simulation runs: the server, a page and the service worker, each as one function of its
// globals. So every simulated device has its own clock, timers, network and module state, and nothing of the real ones.
// `async` functions become generators: then all of their promises are of the class that they find in their globals.
import { readdir, readFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { build } from "esbuild";

const ROOT = resolve(import.meta.dirname, "..");

/** What each program exports. */
const ENTRIES = {
  server: `
    export { default as worker, RoomObject } from "./party/platform/worker";
    export { StepFinder, stepSince } from "./party/ops/clockWatch";`,
  page: `export * from "./src/simulation/pageProgram";`,
  worker: `
    export { handlePush } from "./src/worker/push";
    export { handleClick } from "./src/worker/click";
    export { resubscribe } from "./src/worker/resubscribe";
    export { unsubscribeRooms } from "./src/alarm/unsubscribe";`,
};

/** The globals that a program gets; one that is missing in the object is undefined. */
const GLOBALS = [
  ..."globalThis self window document location history navigator localStorage process Buffer".split(" "),
  ..."Promise Date Math performance console crypto scheduler structuredClone".split(" "),
  ..."setTimeout clearTimeout setInterval clearInterval setImmediate queueMicrotask".split(" "),
  ..."requestAnimationFrame addEventListener removeEventListener".split(" "),
  ..."fetch Request Response Headers ReadableStream WritableStream AbortController AbortSignal".split(" "),
  ..."Event EventTarget MessageEvent CloseEvent ErrorEvent MessageChannel BroadcastChannel".split(" "),
  ..."WebSocket WebSocketPair WebSocketRequestResponsePair Worker Notification caches simulatedStorage".split(
    " ",
  ),
];

/** IndexedDB, the encryption of RFC 8291 and Node's modules are the platform's: the simulation has its own. */
const REPLACED = {
  "idb-keyval": `export const get = (key) => simulatedStorage.get(key);
    export const update = (key, change) => simulatedStorage.update(key, change);`,
  "@block65/webcrypto-web-push":
    "export const encryptNotification = (_subscription, plaintext) => Promise.resolve(plaintext);",
  "node:fs": "export const statSync = undefined, utimesSync = undefined;",
};

/** @typedef {{ readonly file: string, readonly find: string, readonly replace: string }} Mutation */

/**
 * The code of one program: an expression that is a function of the globals.
 * @param {"server" | "page" | "worker"} name
 * @param {readonly Mutation[]} mutations changes of the code: each text is replaced where it stands
 * @returns {Promise<string>}
 */
export async function buildProgram(name, mutations = []) {
  const applied = new Set();
  const { outputFiles } = await build({
    stdin: { contents: ENTRIES[name], resolveDir: ROOT, sourcefile: `${name}.ts`, loader: "ts" },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "program",
    platform: "browser",
    target: "esnext",
    supported: { "async-await": false, "async-generator": false, "for-await": false },
    define: { "import.meta.url": '"https://tomato.test/assets/page.js"', "import.meta.env.PROD": "false" },
    loader: { ".css": "empty", ".svg": "empty", ".module.css": "empty" },
    jsx: "preserve",
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    logLevel: "error",
    plugins: [replacePlatform, sources(mutations, applied)],
  });
  const missing = mutations.find((mutation) => !applied.has(mutation));
  if (missing !== undefined) throw new Error(`the program ${name} does not contain ${missing.file}`);
  const code = outputFiles[0]?.text ?? "";
  return `function (globals) {\nconst { ${GLOBALS.join(", ")} } = globals;\n${code}\nreturn program;\n}`;
}

/** @type {import("esbuild").Plugin} */
const replacePlatform = {
  name: "replace-platform",
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(?:${Object.keys(REPLACED).join("|").replaceAll("/", "\\/")})$`);
    onResolve({ filter }, ({ path }) => ({ path, namespace: "replaced" }));
    onLoad({ filter: /.*/, namespace: "replaced" }, ({ path }) => ({
      contents: REPLACED[/** @type {keyof typeof REPLACED} */ (path)],
      loader: "js",
    }));
  },
};

/**
 * Reads the sources: with the mutations, and with Vite's `import.meta.glob` written out.
 * @param {readonly Mutation[]} mutations @param {Set<Mutation>} applied @returns {import("esbuild").Plugin}
 */
const sources = (mutations, applied) => ({
  name: "sources",
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
      if (path.includes("node_modules")) return null;
      let contents = await readFile(path, "utf8");
      for (const mutation of mutations) {
        if (relative(ROOT, path) !== mutation.file) continue;
        if (contents.split(mutation.find).length !== 2)
          throw new Error(`${mutation.file} does not contain exactly once: ${mutation.find}`);
        contents = contents.replace(mutation.find, () => mutation.replace);
        applied.add(mutation);
      }
      if (contents.includes("import.meta.glob")) contents = await writeOutGlobs(contents, dirname(path));
      return { contents, loader: path.endsWith("x") ? "tsx" : "ts" };
    });
  },
});

/** @param {string} text @param {string} folder @returns {Promise<string>} */
async function writeOutGlobs(text, folder) {
  /** @type {string[]} */
  const imports = [];
  const call = /import\.meta\.glob(?:<.*?>)?\(\s*(\[[^\]]*\])\s*,?\s*(\{[^}]*\})?\s*,?\s*\)/gs;
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(call)) {
    /** @type {string[]} */
    const patterns = JSON.parse((match[1] ?? "[]").replace(/,\s*\]/, "]"));
    const unwanted = new Set(patterns.filter((one) => one.startsWith("!")).map((one) => one.slice(3)));
    const isAll = patterns.some((one) => one === "./*.ts");
    const all = isAll ? await readdir(folder) : patterns.map((one) => one.slice(2));
    const names = all.filter((one) => one.endsWith(".ts") && !unwanted.has(one)).sort();
    const isEager = /eager:\s*true/.test(match[2] ?? "");
    const entries = names.map((name) => {
      if (!isEager) return `"./${name}": () => import("./${name}")`;
      imports.push(`import globbed${imports.length} from "./${name}";`);
      return `"./${name}": globbed${imports.length - 1}`;
    });
    parts.push(text.slice(end, match.index), `({ ${entries.join(", ")} })`);
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return imports.join("\n") + "\n" + parts.join("");
}

const MODULE = "virtual:simulated-programs";

/**
 * A plugin for Vite: the module `virtual:simulated-programs` exports the programs as functions, for a page that shows the
 * simulation. They are part of the page's own script, since the content security policy allows no code that is made later.
 * @returns {import("vite").Plugin}
 */
export const simulatedProgramsPlugin = () => ({
  name: "simulated-programs",
  resolveId: (id) => (id === MODULE ? `\0${MODULE}` : null),
  async load(id) {
    if (id !== `\0${MODULE}`) return null;
    const [server, page, worker] = await Promise.all([
      buildProgram("server"),
      buildProgram("page"),
      buildProgram("worker"),
    ]);
    return `export const server = ${server};\nexport const page = ${page};\nexport const worker = ${worker};\n`;
  },
});
