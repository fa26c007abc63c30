import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ICONS } from "../../harness/icons";

it.each(Object.entries(ICONS))(
  "%s is the tomato of the screen: npm run icons has been run",
  (name, drawn) => {
    expect(readFileSync(new URL(`../../../src/public/${name}`, import.meta.url), "utf8")).toBe(drawn);
  },
);
