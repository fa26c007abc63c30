/**
 * Keeps the files in assets/ of the version before, for one version. A page that was open while a newer version was
 * deployed still loads parts of its own version, whose names contain a hash of their contents.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** File names and contents. */
type Files = ReadonlyMap<string, Buffer>;

/** What is in assets/: the files of its version, and those that it keeps of the version before. */
export interface Assets {
  readonly own: Files;
  readonly kept: Files;
}

/**
 * Reads assets/ before a build empties it. `list`: the file in which `writePrevious` has listed the files of the version;
 * without a valid one all files are its own.
 */
export function readAssets(folder: string, list: string): Assets {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const listed = readList(list) ?? names;
  const filesOf = (some: readonly string[]): Files =>
    new Map(some.map((name) => [name, readFileSync(join(folder, name))]));
  return {
    own: filesOf(names.filter((name) => listed.includes(name))),
    kept: filesOf(names.filter((name) => !listed.includes(name))),
  };
}

/** Adds the files of the version before to a new build, and lists those of the new one. `before`: read before the build. */
export function writePrevious(folder: string, list: string, before: Assets): void {
  const names = readdirSync(folder);
  // The same version was built again: the version before it stays the same.
  const isSame = names.length === before.own.size && names.every((name) => before.own.has(name));
  for (const [name, contents] of isSame ? before.kept : before.own) {
    if (!names.includes(name)) writeFileSync(join(folder, name), contents);
  }
  writeFileSync(list, JSON.stringify(names));
}

function readList(path: string): readonly string[] | null {
  try {
    const list: unknown = JSON.parse(readFileSync(path, "utf8"));
    return Array.isArray(list) && list.every((name) => typeof name === "string") ? list : null;
  } catch {
    return null;
  }
}
