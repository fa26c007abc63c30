/**
 * The current LTS version of Node, which the Docker image has and which wrangler needs. npm has it as a package. It is
 * not a dependency of the project, because npm would then run every command of the project with it.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths";

const VERSION = "24.9.0";
const folder = join(root, "node_modules/.cache", `node-${VERSION}`);

/** The path of its program. The first call on a machine downloads it. */
export function ltsNode(): string {
  const program = join(folder, "node_modules/node/bin/node");
  if (!existsSync(program)) {
    const args = ["install", "--prefix", folder, "--no-audit", "--no-fund", "--no-save", `node@${VERSION}`];
    const { status, stderr } = spawnSync("npm", args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`npm cannot install Node ${VERSION}: ${stderr}`);
  }
  return program;
}
