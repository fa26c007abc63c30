/** The course's page, with its own handlers, and programs that use only its two actions. */
import { createContext, runInContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, enter, inState, isRoom, newOpenRoom } from "../harness/client";
import type { Client } from "../harness/client";
import { startServer } from "../harness/server";
import type { Server } from "../harness/server";
import { waitFor } from "../harness/wait";

/** The code of step 5 of the assignment, unchanged, and `pressPomodoro` of the step before it. */
const COURSE = `
function pressPomodoro() {
    socket.emit('json', {action: 'press'});
}

// Listen for WebSocket message on the \`json\` channel
socket.on('json', handleEvent);

function handleEvent(event) {
    console.log(event)
    const messageTag = document.getElementById("text-message")
    messageTag.innerHTML = event.message
        if (event.work_duration !== undefined) {
          document.getElementById('work-duration').value = event.work_duration
          document.getElementById('break-duration').value = event.break_duration
          document.getElementById('number-cycles').value = event.number_cycles
        }
}

    function saveSetup() {
        console.log("setup")
        socket.emit('json', {
          action: 'setup',
          work_duration: parseInt(document.getElementById('work-duration').value),
          break_duration: parseInt(document.getElementById('break-duration').value),
          number_cycles: parseInt(document.getElementById('number-cycles').value),
        });
    }
`;

/** A select element that behaves as in a browser: only its options can be chosen, and its value is a string. */
class Select {
  #value: string;
  constructor(readonly options: readonly string[]) {
    this.#value = options[0] ?? "";
  }
  get value(): string {
    return this.#value;
  }
  set value(next: unknown) {
    this.#value = this.options.includes(String(next)) ? String(next) : "";
  }
}

/** The course's page over a plain WebSocket, whose messages are its `json` channel. */
class CoursePage {
  readonly text = { innerHTML: "" };
  readonly work = new Select(["1", "60", "1500"]);
  readonly pause = new Select(["1", "60", "300"]);
  readonly cycles = new Select(["1", "2", "3"]);
  readonly #scope: object;

  private constructor(readonly client: Client) {
    const tags: Record<string, unknown> = {
      "text-message": this.text,
      "work-duration": this.work,
      "break-duration": this.pause,
      "number-cycles": this.cycles,
    };
    this.#scope = createContext({
      console: { log: () => {} },
      document: { getElementById: (id: string) => tags[id] ?? null },
      socket: {
        emit: (_channel: "json", message: object) => client.send(message),
        on: (_channel: "json", handle: (event: unknown) => void) => {
          for (const message of client.received) handle(message);
          client.socket.on("message", (data: Buffer) => handle(JSON.parse(data.toString())));
        },
      },
    });
    runInContext(COURSE, this.#scope);
  }

  static async open(url: string): Promise<CoursePage> {
    return new CoursePage(await connect(url));
  }
  press(): void {
    runInContext("pressPomodoro()", this.#scope);
  }
  save(): void {
    runInContext("saveSetup()", this.#scope);
  }
  waitForText(text: string): Promise<unknown> {
    return waitFor(`the page shows ${text}, not ${this.text.innerHTML}`, () => this.text.innerHTML === text);
  }
  get selects(): readonly string[] {
    return [this.work.value, this.pause.value, this.cycles.value];
  }
}

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.dispose());

describe("the course's page", () => {
  test("the course's page shows Press Me! and the room's settings as soon as it is connected", async () => {
    const page = await CoursePage.open(server.socket(newOpenRoom()));
    await page.waitForText("Press Me!");
    expect(page.selects).toEqual(["1500", "300", "3"]);
    await page.client.close();
  });

  test("the course's page goes through a whole set of periods of 1 s with its two handlers", async () => {
    const page = await CoursePage.open(server.socket(newOpenRoom()));
    await page.waitForText("Press Me!");
    page.work.value = 1;
    page.pause.value = 1;
    page.cycles.value = 1;
    page.save();
    await page.client.next((m) => isRoom(m) && m.work_duration === 1);
    page.press();
    await page.waitForText("Work");
    await page.waitForText("Break time");
    page.press();
    await page.waitForText("Short Break");
    await page.waitForText("Back to work");
    page.press();
    await page.waitForText("Work");
    await page.waitForText("Break time");
    page.press();
    await page.waitForText("Long break time");
    page.press();
    await page.waitForText("Press Me!");
    await page.client.close();
  });

  test("the course's page shows the press and the saved settings of another page", async () => {
    const url = server.socket(newOpenRoom());
    const [one, two] = [await CoursePage.open(url), await CoursePage.open(url)];
    await two.waitForText("Press Me!");
    await one.waitForText("Press Me!");
    one.press();
    await two.waitForText("Work");
    one.work.value = 60;
    one.pause.value = 60;
    one.cycles.value = 2;
    one.save();
    await two.waitForText("Press Me!");
    expect(two.selects).toEqual(["60", "60", "2"]);
    await Promise.all([one.client.close(), two.client.close()]);
  });

  test("the course's page still works after it has received an error message", async () => {
    const page = await CoursePage.open(server.socket(newOpenRoom()));
    await page.waitForText("Press Me!");
    page.work.value = 7; // not an option of the select, so the page sends NaN, which is null in JSON
    page.save();
    await page.client.next((m) => m.type === "error" && m.code === "bad-message");
    page.press();
    await page.waitForText("Work");
    await page.client.close();
  });
});

describe("a program that sends only press and setup", () => {
  test("a program that sends only press and setup receives only room and error messages", async () => {
    const url = server.socket(newOpenRoom());
    const plain = await connect(url);
    const { client: other } = await enter(url);
    await other.join({ name: "Kim" });
    await other.setBoard({ name: "Red button", kind: "uno" });
    plain.send({ action: "press" });
    await plain.next(inState(1));
    plain.send({ action: "setup", work_duration: 0 });
    await plain.next((m) => m.type === "error");
    plain.send({ action: "setup", work_duration: 120, break_duration: 60, number_cycles: 2 });
    const room = await plain.next(inState(0));
    expect(room).toMatchObject({ work_duration: 120, break_duration: 60, number_cycles: 2, cycle: 0 });
    const { client: third } = await enter(url);
    await other.next((m) => m.type === "people" && m.count === 3);
    await third.close();
    await other.next((m) => m.type === "people" && m.count === 2);
    plain.send({ action: "press" });
    await plain.next(inState(1));
    expect(plain.received.map(({ type }) => type)).toEqual(["room", "room", "error", "room", "room"]);
    await Promise.all([plain.close(), other.close()]);
  });

  test("a press while work runs changes nothing, also not at the alarm", async () => {
    const { client } = await enter(server.socket(newOpenRoom()));
    await client.change({ action: "setup", work_duration: 1, break_duration: 60 });
    const work = await client.change({ action: "press" });
    const again = await client.change({ action: "press" });
    expect(again).toMatchObject({ state: 1, rev: work.rev, ends_at: work.ends_at });
    const alarm = await client.next(inState(2));
    expect(alarm.rev).toBe(work.rev + 1);
    await client.sync();
    expect(client.received.findLast(isRoom)).toEqual(alarm);
    await client.close();
  });
});

test("a client that connects late gets the whole running room, with the same deadline as the others", async () => {
  const url = server.socket(newOpenRoom());
  const { client: early } = await enter(url);
  await early.change({ action: "setup", work_duration: 600, number_cycles: 5 });
  const work = await early.change({ action: "press" });
  const { client: late, room } = await enter(url);
  const { now, id, ...state } = work;
  expect(id).toBeDefined();
  expect(room).toEqual({ ...state, now: expect.any(Number) as number });
  expect(room.now).toBeGreaterThanOrEqual(now);
  await Promise.all([early.close(), late.close()]);
});
