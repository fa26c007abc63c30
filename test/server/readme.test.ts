/** The README's recipes, as they stand there, against the running server. */
import { execFile, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HistoryAnswer } from "../../party/shared/historyWire";
import { newOpenRoom } from "../harness/client";
import { postAction } from "../harness/http";
import { root, startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { waitFor } from "../harness/wait";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

const readme = readFileSync(`${root}README.md`, "utf8");
const section = /^## History$([\s\S]*?)^## /m.exec(readme)?.[1] ?? "";
const lines = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = ""]) =>
  block.trim().split("\n"),
);

/** The line for this server and this room. */
const here = (line: string, room: string): string =>
  line.replaceAll("localhost:1999", server.host).replaceAll("our-kitchen", room);
const run = async (line: string | undefined, room: string): Promise<string> =>
  (await promisify(execFile)("sh", ["-c", here(line ?? "false", room)], { timeout: 30_000 })).stdout;

test("curl tells the history, in JSON and CSV, and clears it", async () => {
  const room = newOpenRoom();
  for (const action of ["press", "skip"]) await postAction(server, room, { action });
  const [all, today, csv, clear, ...more] = lines.filter((line) => line.startsWith("curl"));
  expect(more).toEqual([]);
  const { records } = JSON.parse(await run(all, room)) as HistoryAnswer;
  expect(records).toMatchObject([{ how: "skipped", planned: 1500 }]);
  expect(JSON.parse(await run(today, room))).toEqual({ records });
  expect((await run(csv, room)).split("\r\n")).toHaveLength(3);
  expect(await run(clear, room)).toBe("");
  expect(JSON.parse(await run(all, room))).toEqual({ records: [] });
});

test("the one line in a shell counts down, shows what is held, and says the rest in words", async () => {
  const room = newOpenRoom();
  const [line = "false", ...more] = lines.filter((line) => line.startsWith("while"));
  expect(more).toEqual([]);
  const shell = spawn("sh", ["-c", here(line, room)], { detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<void>((done) => shell.once("close", () => done()));
  let output = "";
  shell.stdout.on("data", (part: Buffer) => void (output += part.toString()));
  /** Waits until the terminal's line is this. */
  const shows = (what: RegExp): Promise<unknown> =>
    waitFor(String(what), () => what.test(output.split("\r\u001b[K").at(-1) ?? ""), 30_000);
  try {
    await shows(/^ +Press Me!$/);
    await postAction(server, room, { action: "press" });
    await shows(/^ +Work 24:5\d$/);
    await postAction(server, room, { action: "hold" });
    await postAction(server, room, { action: "extend", seconds: 3600 });
    await shows(/^ +Work 84:[0-5]\d$/);
    await postAction(server, room, { action: "skip" });
    await shows(/^ +Break time$/);
  } finally {
    process.kill(-(shell.pid ?? NaN), "SIGKILL");
    await ended;
  }
});
