/**
 * A power cut, simulated: records what the code of this process does with files below a folder, and makes the folders
 * that a power cut may leave. A file's content survives once the file was synced, a name once its folder was.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { dirname, join, relative, resolve } from "node:path";

/** A file or a folder, whatever its name. */
interface Node {
  readonly isFolder: boolean;
  content: string;
  syncedContent: string;
}
type Names = ReadonlyMap<string, Node>;
/** What a power cut may leave: paths with contents; null: a folder. */
export type Remains = ReadonlyMap<string, string | null>;

const METHODS = ["openSync", "writeFileSync", "fsyncSync", "closeSync", "renameSync", "mkdirSync"] as const;

export class PowerCutRecorder {
  readonly #original = Object.fromEntries(METHODS.map((name) => [name, fs[name]]));
  readonly #open = new Map<number, string>();
  #names = new Map<string, Node>();
  #syncedNames = new Map<string, Node>();
  /** What a power cut after each step may leave, the steps in order. */
  readonly remains: Remains[] = [];

  constructor(readonly folder: string) {
    this.#addNode(folder, true);
    this.#syncedNames = new Map(this.#names);
  }

  /** Runs the code, and records all that it does with files. */
  run<T>(code: () => T): T {
    Object.assign(fs, this.#patched());
    syncBuiltinESMExports();
    try {
      return code();
    } finally {
      Object.assign(fs, this.#original);
      syncBuiltinESMExports();
    }
  }

  /** Writes what a power cut has left into an empty folder. */
  static restore(remains: Remains, target: string): void {
    for (const [path, content] of [...remains].toSorted(([a], [b]) => a.length - b.length)) {
      fs.mkdirSync(dirname(join(target, path)), { recursive: true });
      if (content === null) fs.mkdirSync(join(target, path), { recursive: true });
      else fs.writeFileSync(join(target, path), content);
    }
  }

  #patched(): Partial<typeof fs> {
    const original = this.#original as Pick<typeof fs, (typeof METHODS)[number]>;
    const openSync: typeof fs.openSync = (path, flags, mode) => {
      const file = original.openSync(path, flags, mode);
      this.#open.set(file, resolve(String(path)));
      if (this.#isInside(path) && !this.#names.has(resolve(String(path)))) this.#addNode(String(path), false);
      const node = this.#names.get(resolve(String(path)));
      if (node !== undefined && flags === "w") node.content = "";
      this.#step();
      return file;
    };
    const writeFileSync: typeof fs.writeFileSync = (target, data, options) => {
      original.writeFileSync(target, data, options);
      const path = typeof target === "number" ? this.#open.get(target) : resolve(String(target));
      if (path === undefined || !this.#isInside(path)) return;
      if (!this.#names.has(path)) this.#addNode(path, false);
      (this.#names.get(path) as Node).content = String(data);
      this.#step();
    };
    const fsyncSync: typeof fs.fsyncSync = (file) => {
      original.fsyncSync(file);
      const path = this.#open.get(file) ?? "";
      const node = this.#names.get(path);
      if (node?.isFolder === true) this.#syncNames(path);
      else if (node !== undefined) node.syncedContent = node.content;
      this.#step();
    };
    const renameSync: typeof fs.renameSync = (from, to) => {
      original.renameSync(from, to);
      const node = this.#names.get(resolve(String(from)));
      if (node === undefined) return;
      this.#names.delete(resolve(String(from)));
      this.#names.set(resolve(String(to)), node);
      this.#step();
    };
    const mkdirSync = (path: string, options: fs.MakeDirectoryOptions): string | undefined => {
      const first = original.mkdirSync(path, options);
      for (let at = resolve(path); this.#isInside(at) && !this.#names.has(at); at = dirname(at))
        this.#addNode(at, true);
      this.#step();
      return first;
    };
    return { openSync, writeFileSync, fsyncSync, renameSync, mkdirSync: mkdirSync as typeof fs.mkdirSync };
  }

  #addNode(path: string, isFolder: boolean): void {
    this.#names.set(resolve(path), { isFolder, content: "", syncedContent: "" });
  }

  /** The names in a folder are on the disk from now on, and those that are no longer in it are gone. */
  #syncNames(folder: string): void {
    for (const path of this.#syncedNames.keys())
      if (dirname(path) === folder && !this.#names.has(path)) this.#syncedNames.delete(path);
    for (const [path, node] of this.#names) if (dirname(path) === folder) this.#syncedNames.set(path, node);
  }

  /** The file system may have written the names early, or it has written nothing that was not synced. */
  #step(): void {
    for (const names of [this.#names, this.#syncedNames]) this.remains.push(this.#cut(names));
  }

  #cut(names: Names): Remains {
    const isReachable = (path: string): boolean =>
      path === resolve(this.folder) || (names.has(path) && isReachable(dirname(path)));
    const reachable = [...names].filter(([path]) => isReachable(path));
    return new Map(
      reachable.map(([path, { isFolder, syncedContent }]) => [
        relative(this.folder, path),
        isFolder ? null : syncedContent,
      ]),
    );
  }

  #isInside(path: fs.PathLike): boolean {
    return !relative(this.folder, resolve(String(path))).startsWith("..");
  }
}
