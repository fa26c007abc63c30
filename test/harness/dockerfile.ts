/** Reads a Dockerfile without Docker: which files a stage contains, and the command that starts it. */
import { cpSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join, posix } from "node:path";

interface Step {
  readonly op: string;
  readonly rest: string;
}
export interface Stage {
  readonly name: string | null;
  readonly from: string;
  readonly steps: readonly Step[];
}

/** The stages of the Dockerfile at this path, in order. */
export function parseStages(file: string): Stage[] {
  const stages: { name: string | null; from: string; steps: Step[] }[] = [];
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [, op = "", rest = ""] = /^([A-Z]+) +(.*)$/.exec(line) ?? [];
    if (op === "") throw new Error(`not read: ${line}`);
    if (op !== "FROM") stages.at(-1)?.steps.push({ op, rest });
    else {
      const [from = "", , name = null] = rest.split(" ");
      stages.push({ name, from, steps: [] });
    }
  }
  return stages;
}

/** The settings of a stage: `ENV` as a record, and the arguments of each other instruction. */
export function readSettings({ steps }: Stage): {
  readonly env: Record<string, string>;
  readonly of: (op: string) => string | undefined;
  /** `CMD` and `HEALTHCHECK … CMD`, which must be JSON arrays. */
  readonly command: (op: "CMD" | "HEALTHCHECK") => readonly string[];
} {
  const last = (op: string): string | undefined => steps.findLast((step) => step.op === op)?.rest;
  const pairs = (last("ENV") ?? "").split(" ").map((pair) => pair.split("=") as [string, string]);
  return {
    env: Object.fromEntries(pairs),
    of: last,
    command: (op) => JSON.parse(/\[.*\]$/.exec(last(op) ?? "")?.[0] ?? "[]") as string[],
  };
}

/**
 * Copies a stage's files into `root`, the root folder of the image. Of the context only the files that `.dockerignore`
 * lets through exist. `run` is called with each RUN command and the folder that it runs in.
 */
export function copyStageFiles(
  { steps }: Stage,
  root: string,
  context: string,
  stages: Readonly<Record<string, string>>,
  run: (command: string, cwd: string) => void,
): void {
  let workdir = "/";
  const allowed = readDockerignore(join(context, ".dockerignore"));
  for (const { op, rest } of steps) {
    if (op === "WORKDIR") mkdirSync(join(root, (workdir = rest)), { recursive: true });
    if (op === "RUN") run(rest, join(root, workdir));
    if (op !== "COPY") continue;
    const words = rest.split(" ");
    const stage = /^--from=(.*)$/.exec(words[0] ?? "")?.[1];
    if (stage !== undefined) words.shift();
    const to = posix.resolve(workdir, words.pop() ?? "");
    const into = rest.endsWith("/");
    for (const source of words) {
      if (stage === undefined && !allowed.has(source.split("/")[0] ?? "")) {
        throw new Error(`.dockerignore keeps ${source} out`);
      }
      const from = stage === undefined ? context : stages[stage];
      if (from === undefined) throw new Error(`no stage ${stage}`);
      cpSync(join(from, source), join(root, to, into ? basename(source) : ""), { recursive: true });
    }
  }
}

/** The top-level names that `.dockerignore` lets through: it excludes everything ("*") and then names them ("!party"). */
function readDockerignore(file: string): Set<string> {
  const [first, ...rest] = readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => /^[^#\s]/.test(line));
  if (first !== "*" || !rest.every((line) => line.startsWith("!")))
    throw new Error(`${file} has another form`);
  return new Set(rest.map((line) => line.slice(1)));
}
