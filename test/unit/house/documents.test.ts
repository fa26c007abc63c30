/** The documents agree with the repository: links lead somewhere, paths exist, and the README fits on a page. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const NOT_OURS = new Set(["node_modules", "dist"]);
/** Names that a path in a document begins with when it means a file of this repository. */
const TOP = /^(?:party|src|test|docs|firmware)\//;
/** Folders of a developer's own machine. A document may name places of an operator's server, such as /etc and /opt. */
const MACHINE_PATH = /(?<![\w.])\/(?:work|tmp|root|home|Users|mnt)\/[\w.-]/g;

/** Every file of the repository, by its path from the root. */
function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith(".") || NOT_OURS.has(entry.name)) return [];
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}

/** The text without its blocks of code, which contain no links. */
const withoutCode = (text: string): string => text.replaceAll(/^```[\s\S]*?^```$/gm, "");

/** The anchors of a document's headings, as GitHub makes them. */
function anchorsIn(path: string): string[] {
  const headings = [...withoutCode(readFileSync(path, "utf8")).matchAll(/^#{1,6} +(.+)$/gm)];
  const seen = new Map<string, number>();
  return headings.map(([, heading = ""]) => {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-");
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
}

/** What is wrong with a relative link of a document; null where it leads to a file and to a heading in it. */
function problemOf(link: string, document: string): string | null {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? join(root, document) : resolve(root, dirname(document), decodeURI(path));
  if (relative(root, target).startsWith("..")) return "leads out of the repository";
  if (!existsSync(target)) return "leads to no file";
  if (anchor === undefined) return null;
  return anchorsIn(target).includes(anchor) ? null : `there is no heading #${anchor}`;
}

const files = filesIn("");
const documents = files.filter((path) => path.endsWith(".md"));
/** Source files, without this one, which names pages that do not exist. */
const sources = files.filter(
  (path) =>
    /\.(?:tsx?|mjs|css|py|ino|h|cpp|capnp|conf|service)$/.test(path) && !path.endsWith("documents.test.ts"),
);

test("the README has at most 150 lines", () => {
  expect(readFileSync(join(root, "README.md"), "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(150);
});

test("every page that a source file names exists, seen from the root or from the file's folder", () => {
  const missing = sources.flatMap((source) => {
    const names = readFileSync(join(root, source), "utf8").match(/(?<![\w/.-])[\w/.-]+\.md\b/g) ?? [];
    return names
      .filter((name) => !existsSync(join(root, name)) && !existsSync(join(root, dirname(source), name)))
      .map((name) => `${source}: ${name}`);
  });
  expect(sources.length).toBeGreaterThan(300);
  expect(missing).toEqual([]);
});

test("docs/changing.md counts the files that a new language needs", () => {
  const words = files.filter((path) => /^(?:src\/.*|extension)\/words\/de\.ts$/.test(path));
  const page = readFileSync(join(root, "docs/changing.md"), "utf8");
  expect(/\| \[A language\].*\| (\d+) \+ 1 *\|/.exec(page)?.[1]).toBe(String(words.length));
});

test("the link check reports a missing file, a missing heading and a way out of the repository", () => {
  expect(problemOf("docs/none.md", "README.md")).toBe("leads to no file");
  expect(problemOf("#no-such-heading", "README.md")).toBe("there is no heading #no-such-heading");
  expect(problemOf("../../elsewhere.md", "docs/protocol.md")).toBe("leads out of the repository");
  expect(problemOf("../README.md#start", "docs/protocol.md")).toBeNull();
});

describe.each(documents)("%s", (document) => {
  const text = readFileSync(join(root, document), "utf8");

  test("every relative link of the document leads to an existing file and heading", () => {
    const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
    const problems = links
      .filter((link) => !/^[a-z]+:/.test(link))
      .flatMap((link) => {
        const problem = problemOf(link, document);
        return problem === null ? [] : [`${link}: ${problem}`];
      });
    expect(problems).toEqual([]);
  });

  test("every path of this repository that the document names exists", () => {
    const names = [...withoutCode(text).matchAll(/`([\w./-]+)`/g)].map(([, name = ""]) => name);
    expect(names.filter((name) => TOP.test(name) && !existsSync(join(root, name)))).toEqual([]);
  });

  test("the document names no folder of a developer's own machine", () => {
    expect(text.match(MACHINE_PATH) ?? []).toEqual([]);
  });
});
