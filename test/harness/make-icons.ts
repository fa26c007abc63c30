/** Writes the SVG icons and the picture of link previews to src/public: the first half of `npm run icons`. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { ICONS, PREVIEW } from "./icons";

const folder = fileURLToPath(new URL("../../src/public/", import.meta.url));
for (const [name, svg] of Object.entries(ICONS)) writeFileSync(folder + name, svg);
await sharp(Buffer.from(PREVIEW))
  .png({ palette: true, colours: 128, compressionLevel: 9, effort: 10 })
  .toFile(`${folder}preview.png`);
