import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ICONS } from "../../harness/icons";

test.each(Object.entries(ICONS))(
  "the icon %s is up to date with the drawing of the tomato (npm run icons)",
  (name, drawn) => {
    expect(readFileSync(new URL(`../../../src/public/${name}`, import.meta.url), "utf8")).toBe(drawn);
  },
);
