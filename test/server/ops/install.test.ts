/**
 * The image and the systemd unit, tested without Docker and systemd: every file and every command of the Dockerfile,
 * and the unit's own checks, user and filter of system calls.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { copyStageFiles, readSettings, parseStages } from "../../harness/dockerfile";
import { getRoom, postAction } from "../../harness/http";
import { freePort } from "../../harness/processes";
import { root, temporaryFolder } from "../../harness/paths";
import { waitFor, within } from "../../harness/wait";
import { testWith } from "../../harness/with-tools";

/** The user id of "nobody". Tests that do not run as root run everything as their own user. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const [before, build, image] = parseStages(join(root, "party/ops/Dockerfile"));
if (before === undefined || build === undefined || image === undefined)
  throw new Error("the Dockerfile has three stages");
const settings = readSettings(image);

/** A folder that contains the root folders of the image of the version before, of the build stage and of the image. */
let place = "";
const [previous, built, made] = ["previous", "build", "image"];
/** A file of the version before, in the folder of an image. */
const OLD_ASSET = "app/dist/app/assets/History-1234abcd.js";
beforeAll(() => {
  place = temporaryFolder();
  chmodSync(place, 0o755);
  copyFileSync(process.execPath, join(place, "node")); // where every user may run it
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe("the Dockerfile", () => {
  test("the Dockerfile pins its base image, runs as another user than root and has one volume", () => {
    expect(new Set([build.from, image.from])).toEqual(new Set(["node:24.22.3-bookworm-slim"]));
    expect(before).toMatchObject({ from: "${PREVIOUS}", name: "previous" });
    const dockerfile = readFileSync(join(root, "party/ops/Dockerfile"), "utf8");
    expect(dockerfile).toMatch(
      /^ARG PREVIOUS=node:24\.22\.3-bookworm-slim\nFROM \$\{PREVIOUS\} AS previous$/m,
    );
    expect(settings.of("USER")).toBe("node");
    expect(image.steps.filter(({ op }) => op === "VOLUME")).toEqual([{ op: "VOLUME", rest: "/data" }]);
    expect(settings.env).toMatchObject({ DATA_DIR: "/data", HOST: "0.0.0.0", PORT: settings.of("EXPOSE") });
  });

  test("the build copies from an image without the app, or from the image of the version before", () => {
    for (const folder of ["empty", previous]) {
      const runs: string[] = [];
      copyStageFiles(before, join(place, folder), root, {}, (command) => {
        runs.push(command);
        execFileSync("sh", ["-c", command.replaceAll("/app/", `${join(place, folder)}/app/`)]);
      });
      expect(runs).toHaveLength(1);
      expect(readdirSync(join(place, folder, "app")).toSorted()).toEqual([".selfhost", "dist"]);
    }
    mkdirSync(dirname(join(place, previous, OLD_ASSET)), { recursive: true });
    writeFileSync(join(place, previous, OLD_ASSET), "export {};");
  });

  test("the build stage builds the app from the files that it copies, and keeps the assets of the version before", () => {
    const runs: string[] = [];
    copyStageFiles(build, join(place, built), root, { previous: join(place, previous) }, (command, cwd) => {
      runs.push(command);
      // This project's node_modules were installed from the same lock file.
      if (command.startsWith("npm ci")) symlinkSync(join(root, "node_modules"), join(cwd, "node_modules"));
      else execFileSync("sh", ["-c", command], { cwd, stdio: "pipe" });
    });
    expect(runs).toEqual(["npm ci --no-audit --no-fund", "npm run build"]);
    expect(existsSync(join(place, built, "app/dist/app/index.html"))).toBe(true);
    expect(readFileSync(join(place, built, OLD_ASSET), "utf8")).toBe("export {};");
    const worker = readFileSync(join(place, built, "app/dist/app/sw.js"), "utf8");
    expect(worker).not.toContain(basename(OLD_ASSET)); // new visitors do not store it
  }, 180_000);

  test("the last stage has everything that the server needs, and no build tools", () => {
    const runs: string[] = [];
    copyStageFiles(image, join(place, made), root, { build: join(place, built) }, (command, cwd) => {
      runs.push(command);
      if (command.startsWith("npm ci")) {
        execFileSync("npm", "ci --omit=dev --no-audit --no-fund --prefer-offline".split(" "), {
          cwd,
          stdio: "pipe",
        });
      } else if (command.startsWith("mkdir /data")) {
        mkdirSync(join(place, made, "data"));
        if (isRoot) chownSync(join(place, made, "data"), NOBODY, NOBODY);
      }
    });
    expect(runs).toEqual([
      "apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*",
      "npm ci --omit=dev --no-audit --no-fund --cache /tmp/npm && rm -rf /tmp/npm",
      "mkdir /data && chown node:node /data",
    ]);
    const app = join(place, made, "app");
    expect(readdirSync(app).toSorted()).toEqual([
      ".selfhost",
      "dist",
      "node_modules",
      "package-lock.json",
      "package.json",
      "party",
    ]);
    for (const tool of ["vite", "esbuild", "partykit", "playwright-core"]) {
      expect(existsSync(join(app, "node_modules", tool))).toBe(false);
    }
  }, 180_000);
});

/** A process in the image's folder, with its output and its end. */
class Start {
  output = "";
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(
    command: readonly string[],
    readonly env: Record<string, string>,
  ) {
    const [file = "", ...args] = command;
    const user = isRoot && file !== "python3" ? { uid: NOBODY, gid: NOBODY } : {};
    this.child = spawn(file, args, {
      cwd: join(place, made, "app"),
      env,
      stdio: ["ignore", "pipe", "pipe"],
      ...user,
    });
    const collect = (part: Buffer): void => void (this.output += part.toString());
    this.child.stdout?.on("data", collect);
    this.child.stderr?.on("data", collect);
    this.ended = new Promise((done) => this.child.once("close", done));
  }
  get port(): number {
    return Number(this.env["PORT"]);
  }
  ready(): Promise<unknown> {
    const isOver = (): boolean => this.output.includes("Shared Pomodoro on") || this.child.exitCode !== null;
    return waitFor("its start", isOver, 60_000).then(() =>
      expect(this.output).toMatch(/^Shared Pomodoro on \S+\n(Only this computer|In your network).*\n$/),
    );
  }
}
const starts: Start[] = [];
afterEach(async () => {
  for (const one of starts.splice(0)) {
    one.child.kill("SIGKILL");
    await one.ended;
  }
});
async function start(prefix: readonly string[], command: readonly string[], dataDir: string): Promise<Start> {
  const env = { ...settings.env, HOST: "127.0.0.1", PORT: String(await freePort()), DATA_DIR: dataDir };
  const one = new Start([...prefix, ...command], { ...env, PATH: `${place}:/usr/bin:/bin` });
  starts.push(one);
  return one;
}
/** Ends the process as `docker stop` and systemd do: SIGTERM, which must lead to exit code 0. */
async function stops(one: Start): Promise<void> {
  one.child.kill("SIGTERM");
  expect(await within(10_000, "its end", one.ended)).toBe(0);
}

describe("the image", () => {
  test("the image starts as a user without rights, is healthy only while it runs, and keeps its rooms in its volume", async () => {
    const data = join(place, made, "data");
    const one = await start([], settings.command("CMD"), data);
    const healthy = (): number | null => {
      const [file = "", ...args] = settings.command("HEALTHCHECK");
      return spawnSync(file, args, { cwd: join(place, made, "app"), env: one.env }).status;
    };
    await one.ready();
    expect(healthy()).toBe(0);
    await postAction(one, "kitchen", { action: "press" });
    // The room, and the one into which the health check writes.
    const copied = await start([], ["node", "party/ops/run.mjs", "backup", join(data, "backup")], data);
    expect([await copied.ended, copied.output]).toEqual([
      0,
      expect.stringMatching(/^2 rooms, .* paused for/),
    ]);
    await stops(one);
    expect(healthy()).toBe(1);

    const again = await start([], settings.command("CMD"), data);
    await again.ready();
    expect(await getRoom(again, "kitchen")).toMatchObject({ state: 1, rev: 1 });
    if (process.platform !== "linux") return;
    const status = readFileSync(`/proc/${again.child.pid}/status`, "utf8");
    expect(status).toMatch(new RegExp(`^Uid:\\s+${isRoot ? NOBODY : String(process.getuid?.())}\\s`, "m"));
  });
});

describe.runIf(process.platform === "linux")("the systemd unit", () => {
  const unit = join(root, "party/ops/shared-pomodoro.service");
  const analyze = (...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync("systemd-analyze", args, { encoding: "utf8" });
    expect([status, stdout + stderr]).toEqual([0, expect.anything()]);
    return stdout + stderr;
  };

  testWith("systemd-analyze")("systemd-analyze verify finds no fault in the unit", () => {
    expect(analyze("verify", unit)).toBe("");
  });

  test("the unit starts after the clock was set, where a service of the machine waits for that", () => {
    const text = readFileSync(unit, "utf8");
    for (const name of ["Wants", "After"])
      expect(text).toMatch(new RegExp(`^${name}=.*\\btime-sync\\.target\\b`, "m"));
  });

  testWith("systemd-analyze")("systemd-analyze rates the exposure of the unit at most 1.5 of 10", () => {
    const told = analyze("security", "--offline=true", "--threshold=15", "--no-pager", unit);
    expect(told).toMatch(/Overall exposure level for shared-pomodoro.service: \d/);
  });

  testWith("Python")(
    "the server runs under the unit's filter of system calls, without privileges",
    async () => {
      const data = join(place, "state");
      mkdirSync(data);
      if (isRoot) chownSync(data, NOBODY, NOBODY);
      const text = readFileSync(unit, "utf8");
      const command = /^ExecStart=(.*)$/m.exec(text)?.[1]?.split(" ") ?? [];
      const confined = ["python3", join(root, "test/harness/confined.py"), String(NOBODY), unit];
      const one = await start(confined, command, data);
      await one.ready();
      expect(readFileSync(`/proc/${one.child.pid}/status`, "utf8")).toMatch(/^Seccomp:\s+2$/m);
      await postAction(one, "kitchen", { action: "setup", work_duration: 1 });
      await postAction(one, "kitchen", { action: "press" });
      await waitFor("the ring", async () => (await getRoom(one, "kitchen")).state === 2, 10_000);
      await stops(one);
      // The filter is active: it refuses what the unit forbids.
      const tried = (...words: string[]): string =>
        spawnSync("python3", [...confined.slice(1), ...words], { encoding: "utf8" }).stderr;
      expect(tried("nice", "-n", "5", "true")).toMatch(/not permitted/);
      expect(tried("python3", "-c", "import socket; socket.socket(socket.AF_NETLINK)")).toMatch(
        /not permitted/,
      );
    },
  );
});
