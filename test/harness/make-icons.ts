/** Writes the SVG icons to src/public: the first half of `npm run icons`. */
import { writeFileSync } from "node:fs";
import { ICONS } from "./icons";

for (const [name, svg] of Object.entries(ICONS)) {
  writeFileSync(new URL(`../../src/public/${name}`, import.meta.url), svg);
}
