/** Runs the shell recipes of the README and of docs/protocol.md, exactly as they are printed there, against a server. */
import { execFile, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HistoryAnswer } from "../../party/shared/historyWire";
import type { RoomMessage } from "../../party/shared/serverMessages";
import { newOpenRoom } from "../harness/client";
import { getRoom, postAction } from "../harness/http";
import { root } from "../harness/paths";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { testWith } from "../harness/with-tools";
import { waitFor } from "../harness/wait";

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

/** The shell code of one section of a document, one item per block; without a section, of the whole document. */
function shellBlocks(path: string, section?: string): string[] {
  const text = readFileSync(root + path, "utf8");
  const parts = text.split(/^(?=## )/m);
  const part = section === undefined ? text : (parts.find((one) => one.startsWith(`## ${section}\n`)) ?? "");
  return [...part.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, code = ""]) => code.trim());
}
/** The recipes of this document, by section. No other section contains shell code. */
const PROTOCOL = "docs/protocol.md";
const [curl = "", client = ""] = shellBlocks(PROTOCOL, "Try it");
const [history = ""] = shellBlocks(PROTOCOL, "History");
const [terminal = ""] = shellBlocks(PROTOCOL, "Recipes");

/** The same command for the server and the room of a test. */
const adapted = (command: string, room: string): string =>
  command.replaceAll("localhost:1999", server.host).replaceAll("our-kitchen", room);
const run = async (command: string | undefined, room: string): Promise<string> =>
  (await promisify(execFile)("sh", ["-c", adapted(command ?? "false", room)], { timeout: 30_000 })).stdout;

/** Runs a command that does not end by itself, and kills it with all its children when `use` has finished. */
async function whileRunning(command: string, room: string, use: (output: () => string) => Promise<void>) {
  const shell = spawn("sh", ["-c", adapted(command, room)], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_OPTIONS: "--experimental-websocket" }, // Node 20 needs it
  });
  const ended = new Promise<void>((done) => shell.once("close", () => done()));
  let output = "";
  shell.stdout.on("data", (part: Buffer) => void (output += part.toString()));
  try {
    await use(() => output);
  } finally {
    process.kill(-(shell.pid ?? NaN), "SIGKILL");
    await ended;
  }
}

test("every block of shell code in docs/protocol.md is run by a test of this file", () => {
  expect(shellBlocks(PROTOCOL)).toEqual([curl, client, history, terminal]);
});

/** The commands for PowerShell as what they send; a single-quoted text is sent as it is. Null: another command. */
function parsePowerShell(line: string): { url: string; method: string; body: string | undefined } | null {
  const found =
    /^Invoke-RestMethod (?:"([^"]*)"|(\S+))(?: -Method (Post|Delete))?(?: -Body '([^']*)')?$/.exec(line);
  const now = String(Date.now() - 86_400_000);
  const url = (found?.[1] ?? found?.[2])?.replace(/\$\(\[DateTimeOffset\]::[\w.()-]*\)/, now);
  return found && url !== undefined ? { url, method: found[3] ?? "Get", body: found[4] } : null;
}
const powershell = [...readFileSync(root + PROTOCOL, "utf8").matchAll(/```powershell\n([\s\S]*?)```/g)].map(
  ([, code = ""]) => code.trim(),
);

test("every curl command of docs/protocol.md has one for PowerShell, which sends the same", async () => {
  const room = newOpenRoom();
  const [first = "", second = "", third = "", ...more] = powershell;
  expect(more).toEqual([]);
  expect(third).toContain("Invoke-RestMethod http://localhost:1999/parties/main/our-kitchen;"); // the countdown
  const commands = [...first.split("\n"), ...second.split("\n")].map(parsePowerShell);
  expect(commands).not.toContain(null);
  const bodyOf = (line: string): string | undefined => / -d '([^']*)'/.exec(line)?.[1];
  expect(commands.map((command) => command?.body)).toEqual(
    [...curl.split("\n"), ...history.split("\n")].map(bodyOf),
  );
  const statuses: number[] = [];
  for (const command of commands) {
    if (command === null) continue;
    const { url, method, body } = command;
    const answer = await fetch(adapted(url, room), {
      method: method.toUpperCase(),
      ...(body === undefined
        ? {}
        : { body, headers: { "content-type": "application/x-www-form-urlencoded" } }),
    });
    statuses.push(answer.status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 204]);
});

testWith("curl")("the curl commands of docs/protocol.md get the room, press it and set it up", async () => {
  const room = newOpenRoom();
  const [get, press, setup, ...more] = curl.split("\n");
  expect(more).toEqual([]);
  const read = async (command: string | undefined): Promise<RoomMessage> =>
    JSON.parse(await run(command, room)) as RoomMessage;
  expect(await read(get)).toMatchObject({ state: 0, rev: 0 });
  expect(await read(press)).toMatchObject({ state: 1, rev: 1, by: { name: "curl", via: "api" } });
  expect(await read(setup)).toMatchObject({ state: 0, rev: 2, work_duration: 1500, break_duration: 300 });
});

test("the JSON example of docs/protocol.md has exactly the fields of a room after a press", async () => {
  const room = newOpenRoom();
  await postAction(server, room, { action: "press", name: "curl" });
  const [, example = "{}"] = /```json\n([\s\S]*?)```/.exec(readFileSync(root + PROTOCOL, "utf8")) ?? [];
  expect(Object.keys(JSON.parse(example) as object)).toEqual(Object.keys(await getRoom(server, room)));
});

test("the WebSocket client of docs/protocol.md presses and prints each change", async () => {
  const room = newOpenRoom();
  await whileRunning(client, room, async (output) => {
    await waitFor("the room after the press", () => /^Work \d{4}-/m.test(output()), 30_000);
    expect(output()).toMatch(/^Press Me! null\nWork /);
    await postAction(server, room, { action: "skip" });
    await waitFor("the change of somebody else", () => /^Break time null$/m.test(output()), 30_000);
  });
});

testWith("curl")(
  "the curl commands of docs/protocol.md get the history as JSON and CSV, and delete it",
  async () => {
    const room = newOpenRoom();
    for (const action of ["press", "skip"]) await postAction(server, room, { action });
    const [all, today, csv, clear, ...more] = history.split("\n");
    expect(more).toEqual([]);
    const { records } = JSON.parse(await run(all, room)) as HistoryAnswer;
    expect(records).toMatchObject([{ how: "skipped", planned: 1500 }]);
    expect(JSON.parse(await run(today, room))).toEqual({ records });
    expect((await run(csv, room)).split("\r\n")).toHaveLength(3);
    expect(await run(clear, room)).toBe("");
    expect(JSON.parse(await run(all, room))).toEqual({ records: [] });
  },
);

testWith("curl")(
  "the terminal recipe of docs/protocol.md counts down, shows what is held, and prints the message of other states",
  async () => {
    const room = newOpenRoom();
    await whileRunning(terminal, room, async (output) => {
      /** Waits until the current line of the terminal matches. */
      const shows = (what: RegExp): Promise<unknown> =>
        waitFor(String(what), () => what.test(output().split("\r\u001b[K").at(-1) ?? ""), 30_000);
      await shows(/^ +Press Me!$/);
      await postAction(server, room, { action: "press" });
      await shows(/^ +Work 24:5\d$/);
      await postAction(server, room, { action: "hold" });
      await postAction(server, room, { action: "extend", seconds: 3600 });
      await shows(/^ +Work 84:[0-5]\d$/);
      await postAction(server, room, { action: "skip" });
      await shows(/^ +Break time$/);
    });
  },
);

test("the sed command of the README puts the host name into the Caddyfile", async () => {
  const command = shellBlocks("README.md")
    .flatMap((block) => block.split("\n"))
    .find((line) => line.startsWith("sed "));
  const printed = command?.replace("YOUR.HOST.NAME", "room.test").replace(" > Caddyfile", "") ?? "false";
  const { stdout } = await promisify(execFile)("sh", ["-c", printed], { cwd: root });
  expect(stdout).toMatch(/^room\.test \{$/m);
  expect(stdout).not.toContain("tomato.example.org");
});
