/** What a stranger can show to the people of a room, and what a page of another host can do in their browser. */
import { createServer } from "node:http";
import type { Server as HttpServer } from "node:http";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDevice, tomato } from "../harness/browser";
import { enter, isError, newOpenRoom } from "../harness/client";
import { getRoom, postAction } from "../harness/http";
import { act, controlLink, keyIn, roomIn, setUpBrowser } from "../harness/browser-setup";
import { listenOnLoopback, portOf } from "../harness/loopback";
import { expectUnchanged } from "./message-attacks";

const here = setUpBrowser();

const MARKUP = [
  "<img src=x onerror=alert(1)>",
  "<script>alert(1)</script>",
  '"><svg onload=alert(1)>',
  "<b>Kim</b>&amp;<!--",
  "${alert(1)}{{alert(1)}}",
  "javascript:alert(1)//",
  "<style>*{display:none}</style>",
];

describe("a name with markup", () => {
  test("a name with markup is shown as text: of a person, of a board, and of the one who has pressed last", async () => {
    const page = await here.open(here.server.http);
    page.on("dialog", () => expect.unreachable("a name was run as code"));
    const link = await controlLink(page);
    const guests = await Promise.all(MARKUP.map(() => enter(here.server.socket(roomIn(link)))));
    for (const [i, { client }] of guests.entries()) {
      expect(await client.join({ name: MARKUP[i] ?? "" })).toMatchObject({ type: "you" });
      await client.setBoard({ name: MARKUP[i] ?? "", kind: "<i>" });
    }
    await page.getByRole("button", { name: "People" }).click();
    for (const name of MARKUP) await page.locator("li strong", { hasText: name }).waitFor();
    const list = page.locator("ul", { has: page.locator("li strong") });
    // The icons beside the names are elements of the app; the texts must contain no elements.
    const texts = list.locator("strong, li > span:not([aria-hidden])");
    expect(await texts.count()).toBeGreaterThan(MARKUP.length);
    // The app gives a text that stands beside others an element of its own, and a name one that is not translated.
    expect(await texts.locator(":not(own-text, bdi)").count()).toBe(0);
    for (const name of MARKUP) expect(await list.innerText()).toContain(name);
    await page.keyboard.press("Escape");
    for (const name of MARKUP.slice(0, 3)) {
      await act(here.server, link, { action: "setup", name });
      await act(here.server, link, { action: "press", name });
      await page.getByText(name).first().waitFor();
    }
    for (const { client } of guests) client.terminate();
  });
});

describe("a name that changes the writing direction", () => {
  test.each([
    ["override", "Kim\u202enimdA"],
    ["embedding", "\u202bKim"],
    ["isolate", "\u2067Kim"],
  ])(
    "a name that changes the writing direction by an %s is refused everywhere and shown to nobody",
    async (_, name) => {
      const page = await here.open(here.server.http);
      const link = await controlLink(page);
      const { client } = await enter(here.server.socket(roomIn(link)));
      await client.join({ name: "Ada" });
      expect(isError(await client.join({ name }))).toBe(true);
      expect(isError(await client.setBoard({ name, kind: "x" }))).toBe(true);
      const posted = await postAction(
        here.server,
        roomIn(link),
        { action: "press", name },
        { key: keyIn(link) },
      );
      expect(posted).toMatchObject({ status: 400, message: { code: "bad-message" } });
      await page.getByRole("button", { name: "People" }).click();
      await page.locator("li strong", { hasText: "Ada" }).waitFor();
      expect(await page.locator("body").innerText()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      client.terminate();
    },
  );
});

describe("a page of another host in the browser of somebody in the room", () => {
  let evil: HttpServer;
  let origin: string;
  beforeAll(async () => {
    evil = createServer((_, answer) =>
      answer.setHeader("content-type", "text/html").end("<p>Free tomatoes!"),
    );
    await listenOnLoopback(evil);
    origin = `http://localhost:${portOf(evil)}`;
  });
  afterAll(() => {
    evil.close();
    evil.closeAllConnections();
  });

  /** Opens the app in one tab and the other page in a second tab of the same browser profile. */
  async function openBoth(room: string): Promise<Page> {
    const { context, page } = await openDevice(here.browser);
    await page.goto(`${here.server.http}/r/${room}`);
    await tomato(page, "Press Me!").waitFor();
    const other = await context.newPage();
    await other.goto(origin);
    return other;
  }

  test("a page of another host cannot open a socket, press, or show the app in a frame", async () => {
    const room = newOpenRoom();
    const before = await getRoom(here.server, room);
    const page = await openBoth(room);
    const [socket, address] = [here.server.socket(room), here.server.room(room)];
    const opened = await page.evaluate(
      (url) =>
        new Promise((done) => {
          const socket = new WebSocket(url);
          socket.onopen = () => done("open");
          socket.onerror = () => done("refused");
        }),
      socket,
    );
    expect(opened).toBe("refused");

    // Requests that a browser sends at once, and requests that need a preflight.
    const statuses = await page.evaluate(async (url) => {
      const body = '{"action":"press"}';
      const send = (init: RequestInit): Promise<number | string> =>
        fetch(url, { method: "POST", body, ...init }).then(
          (response) => response.status,
          () => "failed",
        );
      navigator.sendBeacon(url, body);
      return Promise.all([
        send({}),
        send({ mode: "no-cors" }),
        send({ credentials: "include" }),
        send({ headers: { authorization: `Bearer ${"A".repeat(22)}` } }),
        send({ headers: { "content-type": "application/json" } }),
      ]);
    }, address);
    // With credentials the browser withholds the response from the page; an opaque response has no status.
    expect(statuses).toEqual([403, 0, "failed", 403, 403]);
    expectUnchanged(before, await getRoom(here.server, room));

    // A form, and a form in a sandbox, whose origin is "null".
    for (const sandbox of [false, true]) {
      // The browser may block the response in the frame before it reports the status.
      const answered = new Promise<number | string>((done) => {
        page.on("response", (answer) => answer.url() === address && done(answer.status()));
        page.on("requestfailed", (request) => {
          if (request.url() === address) done(request.failure()?.errorText ?? "failed");
        });
      });
      await page.evaluate(
        ({ address, sandbox }) => {
          const form = `<form method=post enctype=text/plain action="${address}"><input name='{"action":"press","pad":"' value='"}'></form>`;
          const frame = document.createElement("iframe");
          if (sandbox) frame.setAttribute("sandbox", "allow-forms allow-scripts");
          frame.srcdoc = `${form}<script>document.forms[0].submit()</script>`;
          document.body.append(frame);
        },
        { address, sandbox },
      );
      expect([403, "net::ERR_BLOCKED_BY_RESPONSE"]).toContain(await answered);
    }
    expectUnchanged(before, await getRoom(here.server, room));

    const framed = await page.evaluate(
      (url) =>
        new Promise((done) => {
          const frame = document.createElement("iframe");
          frame.src = url;
          frame.onload = () => done(frame.contentDocument === null ? "closed" : "readable");
          document.body.append(frame);
        }),
      `${here.server.http}/r/${room}`,
    );
    expect(framed).toBe("closed");
    const inside = page.frames().find((frame) => frame.parentFrame() !== null && frame.url().includes("/r/"));
    expect(inside, "the app runs in a foreign frame").toBeUndefined();
    await page.context().close();
  });

  test("a page of another host can read a room whose id it knows, but not its key", async () => {
    const app = await here.open(here.server.http);
    const link = await controlLink(app);
    const page = await openBoth(newOpenRoom());
    const seen = await page.evaluate(
      (url) => fetch(url).then((answer) => answer.text()),
      here.server.room(roomIn(link)),
    );
    expect(JSON.parse(seen)).toMatchObject({ type: "room", state: 0 });
    expect(seen).not.toContain(keyIn(link));
    await page.context().close();
  });
});
