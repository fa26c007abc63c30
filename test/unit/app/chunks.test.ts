/* Builds the app in memory, without its service worker, and looks at which module is in which file. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { Rolldown } from "vite";
import solid from "vite-plugin-solid";
import { beforeAll, describe, expect, test } from "vitest";
import { CHUNK_ROOTS } from "../../../src/chunks.mjs";
import config from "../../../vite.config";

const root = fileURLToPath(new URL("../../../", import.meta.url));
let chunks: Rolldown.OutputChunk[];

beforeAll(async () => {
  const { css = {}, build: options = {} } = config;
  const built = await build({
    configFile: false,
    root: `${root}src`,
    logLevel: "silent",
    plugins: [solid()],
    css,
    build: { ...options, write: false },
  });
  if (!("output" in built)) throw new Error("the app was not built");
  chunks = built.output.filter((file) => file.type === "chunk");
}, 60_000);

/** The only chunk of this name. */
function chunkNamed(name: string): Rolldown.OutputChunk {
  const [chunk, ...more] = chunks.filter((chunk) => chunk.name === name);
  if (chunk === undefined || more.length > 0) throw new Error(`there is not exactly one chunk ${name}`);
  return chunk;
}
const chunkOf = (path: string): string | undefined =>
  chunks.find(({ moduleIds }) => moduleIds.includes(`${root}src/${path}`))?.name;
/** The folders of src that a chunk has modules of, and those of its modules that are none of src. */
const sourcesOf = ({ moduleIds }: Rolldown.OutputChunk): string[] => {
  const ours = moduleIds.filter((id) => id.startsWith(root) && !id.includes("node_modules"));
  return [...new Set(ours.map((id) => id.slice(root.length).split("/").slice(0, 2).join("/")))].toSorted();
};
/** The chunks that the browser loads before it runs this one, itself included. */
function loadedWith(chunk: Rolldown.OutputChunk): string[] {
  const names = new Set<string>();
  const queue = [chunk];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (names.has(next.name)) continue;
    names.add(next.name);
    queue.push(...chunks.filter(({ fileName }) => next?.imports.includes(fileName)));
  }
  return [...names].toSorted();
}

/** The bundler makes a file of its own for its runtime where a chunk needs it. */
const withoutRuntime = (names: readonly string[]): readonly string[] =>
  names.filter((name) => name !== "rolldown-runtime");

describe("the files of the build", () => {
  test.each(Object.entries(CHUNK_ROOTS))("the file %s has its root %s, which exists", (name, path) => {
    expect(existsSync(`${root}src/${path}`)).toBe(true);
    expect(chunkOf(path)).toBe(name);
  });

  test("the page loads one file of the app before the tomato, besides the bundler's own runtime", () => {
    expect(withoutRuntime(loadedWith(chunkNamed("tomato")))).toEqual(["tomato"]);
  });

  test("the rest of the screen is one file", () => {
    expect(withoutRuntime(loadedWith(chunkNamed("screen")))).toEqual(["screen", "tomato"]);
  });

  test("the first file has modules of these folders and of no other", () => {
    expect(sourcesOf(chunkNamed("tomato"))).toEqual([
      "party/shared",
      "src/app",
      "src/device",
      "src/i18n",
      "src/room",
      "src/tomato",
      "src/ui",
    ]);
  });

  test("no sheet, no alarm and no board is in the two files of the screen, except what says whether there is a board", () => {
    const later = [chunkNamed("tomato"), chunkNamed("screen")]
      .flatMap(({ moduleIds }) => moduleIds)
      .map((id) => id.slice(root.length))
      .filter((id) => /^src\/(features|alarm|board)\//.test(id));
    expect(later.toSorted()).toEqual([
      "src/board/readRememberedBoard.ts",
      "src/features/host/createHosting.ts",
    ]);
  });

  test("every module is in one file only", () => {
    const all = chunks.flatMap(({ moduleIds }) => moduleIds);
    expect(all.filter((id, i) => all.indexOf(id) !== i)).toEqual([]);
  });
});
