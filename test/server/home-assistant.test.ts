/** The recipe for Home Assistant in docs/protocol.md, in the steps in which Home Assistant renders it. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { newOpenRoom } from "../harness/client";
import { getRoom, postAction } from "../harness/http";
import { root } from "../harness/paths";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { testWith } from "../harness/with-tools";
import { waitFor } from "../harness/wait";

interface Sensor {
  readonly name: string;
  readonly state: string;
  readonly warning: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
}
interface Rendered {
  readonly sensors: readonly Sensor[];
  readonly commands: Readonly<
    Record<string, { url: string; method: string; content_type: string; payload: string }>
  >;
}

const [, recipe = ""] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(`${root}docs/protocol.md`, "utf8")) ?? [];
const ADDRESS = "http://192.168.1.10:1999/parties/main/our-kitchen";
const test = testWith("Python", "Jinja and PyYAML");

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

/** What Home Assistant shows after it has polled the room. */
async function poll(room: string): Promise<Rendered> {
  const answers: Record<string, string> = {};
  for (const path of ["", "/history"])
    answers[ADDRESS + path] = await (await fetch(server.room(room) + path)).text();
  const { stdout, stderr } = spawnSync("python3", [`${root}test/harness/home-assistant.py`], {
    input: JSON.stringify({ yaml: recipe, answers }),
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as Rendered;
}

/** Each state of a room, and the actions that bring a new room into it; a length of 1 s ends by itself. */
const STATES: readonly [name: string, state: number, actions: readonly object[], message: string][] = [
  ["idle", 0, [], "Press Me!"],
  ["work", 1, [{ action: "press" }], "Work"],
  ["paused work", 1, [{ action: "press" }, { action: "hold" }], "Work"],
  ["an alarm", 2, [{ action: "press" }, { action: "skip" }], "Break time"],
  ["a short break", 3, [{ action: "press" }, { action: "skip" }, { action: "press" }], "Short Break"],
  [
    "the alarm after a break",
    4,
    [{ action: "press" }, { action: "skip" }, { action: "press" }, { action: "skip" }],
    "Back to work",
  ],
  [
    "a long break",
    5,
    [
      { action: "setup", number_cycles: 1 },
      ...["press", "skip", "press", "skip", "press", "skip", "press"].map((action) => ({ action })),
    ],
    "Long break time",
  ],
];

describe("the recipe for Home Assistant", () => {
  for (const [name, state, actions, message] of STATES) {
    test(`in ${name} every sensor has a value or is unavailable, and none warns`, async () => {
      const room = newOpenRoom();
      for (const action of actions) await postAction(server, room, action);
      const { ends_at: endsAt } = (await getRoom(server, room)) as { ends_at: number | null };
      const { sensors } = await poll(room);
      expect(sensors.map(({ warning }) => warning)).toEqual([null, null, null]);
      const ends = endsAt === null ? "unavailable" : endsAt;
      const [shown, when, today] = sensors;
      expect(shown).toMatchObject({
        name: "Pomodoro",
        state: message,
        attributes: { state, ends_at: endsAt },
      });
      expect(when?.state === "unavailable" ? when.state : Date.parse(when?.state ?? "")).toBe(ends);
      expect(today?.state).toBe("0");
    });
  }

  test("a work period that is done counts today", async () => {
    const room = newOpenRoom();
    await postAction(server, room, { action: "setup", work_duration: 1 });
    await postAction(server, room, { action: "press" });
    await waitFor("the end of the work", async () => (await getRoom(server, room)).state === 2);
    expect((await poll(room)).sensors[2]).toMatchObject({ name: "Pomodoros today", state: "1" });
  });

  test("its command presses the room", async () => {
    const room = newOpenRoom();
    const { url, method, content_type, payload } = (await poll(room)).commands["pomodoro_press"] ?? {};
    expect(url).toBe(ADDRESS);
    const answer = await fetch(server.room(room), {
      method: String(method),
      headers: { "content-type": String(content_type) },
      body: String(payload),
    });
    expect(await answer.json()).toMatchObject({ state: 1, by: { name: "Home Assistant" } });
  });
});
