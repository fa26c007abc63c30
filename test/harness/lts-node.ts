/**
 * The LTS version of Node that the Docker image has, and which wrangler needs. npm has it as a package. It is not a
 * dependency of the project, because npm would then run every command of the project with it.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths";

/** The version in the Dockerfile. */
export function ltsVersion(): string {
  const dockerfile = readFileSync(join(root, "party/ops/Dockerfile"), "utf8");
  const version = /^FROM node:([\d.]+)-/m.exec(dockerfile)?.[1];
  if (version === undefined) throw new Error("the Dockerfile names no version of Node");
  return version;
}

/** The path of its program. The first call on a machine downloads it. */
export function ltsNode(): string {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(root, "node_modules/.cache", `node-${ltsVersion()}`);
  const program = join(folder, "node_modules", name, "bin/node");
  if (!existsSync(program)) {
    const args = [
      "install",
      "--prefix",
      folder,
      "--no-audit",
      "--no-fund",
      "--no-save",
      `${name}@${ltsVersion()}`,
    ];
    const { status, stderr } = spawnSync("npm", args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`npm cannot install Node ${ltsVersion()}: ${stderr}`);
  }
  return program;
}
