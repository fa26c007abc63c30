/** Runs Quint's own parser and its simulator on the specification, offline. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Module } from "./quint-ir";

const root = fileURLToPath(new URL("../../", import.meta.url));
const quint = join(root, "node_modules/@informalsystems/quint/dist/src/cli.js");

/** The SHA-256 of a module's source, in hexadecimal. */
export const digestOf = (name: string): string =>
  createHash("sha256")
    .update(readFileSync(join(root, `docs/model/${name}.qnt`)))
    .digest("hex");

/** Runs a command of Quint; throws with its output where it fails, as at a violation. */
function run(...args: readonly string[]): void {
  execFileSync(process.execPath, [quint, ...args], { cwd: root, stdio: "pipe" });
}

function withFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "quint-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A module of `docs/model`, parsed. */
export const parseModule = (name: string): Module =>
  withFolder((folder) => {
    const out = join(folder, "parsed.json");
    run("parse", "--out", out, `docs/model/${name}.qnt`);
    const { modules } = JSON.parse(readFileSync(out, "utf8")) as { modules: Module[] };
    const found = modules.find((module) => module.name === name);
    if (found === undefined) throw new Error(`no module ${name}`);
    return found;
  });

export interface RunOptions {
  readonly samples: number;
  readonly steps: number;
  /** How many runs are kept as traces. */
  readonly traces: number;
  readonly seed: number;
}

/** Random runs of a module of `docs/model` that check its `holds` after every step. Returns traces as JSON values. */
export const runModule = (name: string, { samples, steps, traces, seed }: RunOptions): unknown[] =>
  withFolder((folder) => {
    const limits = [
      `--max-samples=${samples}`,
      `--max-steps=${steps}`,
      `--n-traces=${traces}`,
      `--seed=${seed}`,
    ];
    const out = `--out-itf=${join(folder, "{seq}.itf.json")}`;
    run(
      "run",
      `docs/model/${name}.qnt`,
      "--backend=typescript",
      "--invariant=holds",
      "--mbt",
      ...limits,
      out,
    );
    const files = readdirSync(folder).sort((a, b) => parseInt(a, 10) - parseInt(b, 10));
    return files.map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as unknown);
  });
