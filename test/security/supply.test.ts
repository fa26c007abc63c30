import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { loose, unlocked } from "./supply";

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), "utf8"));
const manifest = read("package.json") as Parameters<typeof loose>[0];
const lock = read("package-lock.json") as Parameters<typeof unlocked>[1];

describe("what is installed", () => {
  test("has one exact version each", () => {
    expect(Object.keys(manifest.dependencies ?? {}).length).toBeGreaterThan(0);
    expect(loose(manifest)).toEqual([]);
  });

  test("is locked by its hash, without the address of any registry", () => {
    expect(Object.keys(lock.packages).length).toBeGreaterThan(100);
    expect(unlocked(manifest, lock)).toEqual([]);
  });
});

describe("the check finds", () => {
  test.each(["^1.2.3", "~1.2.3", ">=1", "1.x", "*", "latest", "", "git+https://x.invalid/y", "file:../y"])(
    "a version that is not one: %s",
    (version) => {
      expect(loose({ dependencies: { a: version } })).toHaveLength(1);
      expect(loose({ devDependencies: { a: version } })).toHaveLength(1);
      expect(loose({ overrides: { a: version } })).toHaveLength(1);
    },
  );

  test("an override that refers to nothing", () => {
    expect(loose({ dependencies: { a: "1.0.0" }, overrides: { a: "$a" } })).toEqual([]);
    expect(loose({ overrides: { a: "$a" } })).toHaveLength(1);
  });

  test.each([
    ["an address", { version: "1.0.0", integrity: "sha512-x", resolved: "https://registry.invalid/a.tgz" }],
    ["no hash", { version: "1.0.0" }],
    ["a weak hash", { version: "1.0.0", integrity: "sha1-x" }],
    ["another version", { version: "1.0.1", integrity: "sha512-x" }],
  ])("a locked package with %s", (_, locked) => {
    const packages = { "": {}, "node_modules/a": locked };
    expect(unlocked({ dependencies: { a: "1.0.0" } }, { packages })).toHaveLength(1);
  });
});
