/** The packages that are installed, and the checks of them. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findInexactVersions, findUnlocked } from "./supply-chain";

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), "utf8"));
const manifest = read("package.json") as Parameters<typeof findInexactVersions>[0];
const lock = read("package-lock.json") as Parameters<typeof findUnlocked>[1];

describe("the installed packages", () => {
  test("every dependency has one exact version", () => {
    expect(Object.keys(manifest.dependencies ?? {}).length).toBeGreaterThan(0);
    expect(findInexactVersions(manifest)).toEqual([]);
  });

  test("every package is locked by its hash, without the address of a registry", () => {
    expect(Object.keys(lock.packages).length).toBeGreaterThan(100);
    expect(findUnlocked(manifest, lock)).toEqual([]);
  });
});

describe("the checks", () => {
  test.each(["^1.2.3", "~1.2.3", ">=1", "1.x", "*", "latest", "", "git+https://x.invalid/y", "file:../y"])(
    "the check finds a version that is not exact: %s",
    (version) => {
      expect(findInexactVersions({ dependencies: { a: version } })).toHaveLength(1);
      expect(findInexactVersions({ devDependencies: { a: version } })).toHaveLength(1);
      expect(findInexactVersions({ overrides: { a: version } })).toHaveLength(1);
    },
  );

  test("the check finds an override that refers to no dependency", () => {
    expect(findInexactVersions({ dependencies: { a: "1.0.0" }, overrides: { a: "$a" } })).toEqual([]);
    expect(findInexactVersions({ overrides: { a: "$a" } })).toHaveLength(1);
  });

  test.each([
    ["an address", { version: "1.0.0", integrity: "sha512-x", resolved: "https://registry.invalid/a.tgz" }],
    ["no hash", { version: "1.0.0" }],
    ["a weak hash", { version: "1.0.0", integrity: "sha1-x" }],
    ["another version", { version: "1.0.1", integrity: "sha512-x" }],
  ])("the check finds a locked package with %s", (_, locked) => {
    const packages = { "": {}, "node_modules/a": locked };
    expect(findUnlocked({ dependencies: { a: "1.0.0" } }, { packages })).toHaveLength(1);
  });
});
