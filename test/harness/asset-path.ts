/** The files of the build. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths";

/** The path of a script or a style sheet of the build, without the hash in its name: `History.js`. */
export function assetPath(name: string): string {
  const [base = "", ending = ""] = name.split(/\.(?=\w+$)/);
  // The folder also has the files of the version before.
  const own = JSON.parse(readFileSync(join(root, ".selfhost/assets.json"), "utf8")) as string[];
  const file = own.find((one) => one.startsWith(`${base}-`) && one.endsWith(`.${ending}`));
  if (file === undefined) throw new Error(`the build has no ${name}`);
  return `/assets/${file}`;
}
