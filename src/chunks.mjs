// Which modules the build puts into one file. It follows from the imports alone: such a file holds everything that its
// root imports statically, directly or through other modules. The bundler places all other modules by itself: they go
// into the file of the sheet that loads them.

/**
 * The name of a file in the build, and the module in this folder that it is made for. A module that both need goes into
 * the first one.
 */
export const CHUNK_ROOTS = {
  /** What the first tomato needs. */
  tomato: "app/main.tsx",
  /** The rest of the one screen. One file, because on a slow connection every request costs a round trip. */
  screen: "app/screenParts.ts",
  /** What the host and the programs that write boards need of a board on a cable; neither is in the first screen. */
  session: "board/session.ts",
  /** What the fields of several sheets need: small modules, of which each would be a file and a request of its own. */
  fields: "ui/NameField.tsx",
};

/** @typedef {{ getModuleInfo(id: string): Pick<import("vite").Rolldown.ModuleInfo, "importedIds"> | null }} ModuleGraph */

/** The groups for rolldown's `codeSplitting`. @param {string} folder the path of this folder, with a slash at its end */
export function chunkGroups(folder) {
  const roots = Object.entries(CHUNK_ROOTS);
  return roots.map(([name, root], i) => {
    /** @type {WeakMap<ModuleGraph, ReadonlySet<string>>} */
    const cache = new WeakMap();
    return {
      debugName: name,
      priority: roots.length - i,
      /** @param {string} id @param {ModuleGraph} graph */
      name(id, graph) {
        const modules = cache.get(graph) ?? staticImports(folder + root, graph);
        cache.set(graph, modules);
        return modules.has(id) ? name : null;
      },
    };
  });
}

/**
 * The name of a file of the build. Files with translated words are named after their language and their folder:
 * `nl.share-HASH.js`. `src/i18n/languageFiles.ts` recognizes them.
 * @param {{ facadeModuleId: string | null }} chunk
 */
export function chunkFileName({ facadeModuleId }) {
  const [, folder, language] = /\/(\w+)\/words\/(\w+)\.ts$/.exec(facadeModuleId ?? "") ?? [];
  return `assets/${folder === undefined ? "[name]" : `${language}.${folder}`}-[hash].js`;
}

/** Everything that `root` imports statically, and `root` itself. @param {string} root @param {ModuleGraph} graph */
function staticImports(root, graph) {
  /** @type {Set<string>} */
  const found = new Set();
  const queue = [root];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    queue.push(...(graph.getModuleInfo(id)?.importedIds ?? []));
  }
  return found;
}
