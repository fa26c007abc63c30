import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { DESKTOP, PHONE, tomato } from "../harness/browser";
import { enterWithKey } from "../harness/client";
import { startServer } from "../harness/server";
import { act, controlLink, keyIn, roomIn, setUpBrowser, watchLinkOf } from "../harness/browser-setup";
import { waitForPeople } from "../harness/room-page";

const here = setUpBrowser();
const { open } = here;

/** Resolves when every page shows this state. */
const waitForAll = (pages: Page[], message: string): Promise<void[]> =>
  Promise.all(pages.map((page) => tomato(page, message).waitFor()));

describe("one tomato in several browsers", () => {
  it("the first visit makes a private room whose address is the control link", async () => {
    const page = await open(here.server.http);
    await controlLink(page);
    await tomato(page, "Press Me!").waitFor();
  });

  it("the app opens the same room again at the next visit", async () => {
    const page = await open(here.server.http);
    const link = await controlLink(page);
    await page.goto(here.server.http);
    expect((await controlLink(page)).href).toBe(link.href);
  });

  it("a phone, a desktop that reloads and a watcher show the same states through a whole set", async () => {
    const phone = await open(here.server.http, PHONE);
    const link = await controlLink(phone);
    const desktop = await open(link.href);
    const watcher = await open(watchLinkOf(link));
    const pages = [phone, desktop, watcher];
    const waitForIdle = (): Promise<unknown> =>
      Promise.all([waitForAll([phone, desktop], "Press Me!"), waitForAll([watcher], "Ready")]);
    await waitForIdle();

    // Another program sets a set of one cycle with periods of 3 s. A press applies to the room that its page shows.
    const script = await enterWithKey(here.server.socket(roomIn(link)), keyIn(link), "Script");
    script.send({ action: "setup", work_duration: 3, break_duration: 3, number_cycles: 1 });
    await Promise.all([phone, desktop].map((page) => page.getByText("Script changed the setup").waitFor()));

    await tomato(phone, "Press Me!").click();
    await waitForAll(pages, "Work");
    await waitForAll(pages, "Break time");
    await tomato(desktop, "Break time").click();
    await waitForAll(pages, "Short Break");
    await desktop.reload();
    await waitForAll(pages, "Back to work");
    await tomato(desktop, "Back to work").click();
    await waitForAll(pages, "Work");
    await waitForAll(pages, "Break time");
    await tomato(phone, "Break time").click();
    await waitForAll(pages, "Long break time");
    await tomato(desktop, "Long break time").click();
    await waitForIdle();
    script.close();
  });

  it("a watcher sees every state, cannot press, and is told why", async () => {
    const control = await open(here.server.http);
    const link = await controlLink(control);
    const watcher = await open(watchLinkOf(link), PHONE);
    await tomato(watcher, "Ready").waitFor();
    await watcher.getByText("Watching", { exact: true }).waitFor();
    await tomato(watcher, "Ready").click();
    await watcher.getByText("Only somebody with the control link can press").waitFor();
    expect(await watcher.getByRole("button", { name: "Pause", exact: true }).count()).toBe(0);
    await tomato(control, "Press Me!").click();
    await tomato(watcher, "Work").waitFor();
    const room = await fetch(here.server.room(roomIn(link)));
    expect(await room.json()).toMatchObject({ state: 1, rev: 1 });
  });

  it("every visitor of an open room can press", async () => {
    const [one, two] = [
      await open(`${here.server.http}/r/our-kitchen`),
      await open(`${here.server.http}/r/our-kitchen`, PHONE),
    ];
    await tomato(two, "Press Me!").click();
    await tomato(one, "Work").waitFor();
  });

  it("the app shows how many people are in the room, and their names", async () => {
    const one = await open(here.server.http);
    const link = await controlLink(one);
    const two = await open(link.href, PHONE);
    await waitForPeople(one, 2);
    await two.getByRole("button", { name: "People" }).click();
    await two.getByLabel("Your name").fill("Kim");
    await two.getByRole("button", { name: "Save", exact: true }).click();
    await one.getByRole("button", { name: "People" }).click();
    await one.getByRole("dialog").getByText("Kim", { exact: true }).waitFor();
    await two.keyboard.press("Escape");
    await tomato(two, "Press Me!").click();
    await one.getByText("Kim started work").waitFor({ state: "attached" });
  });
});

describe("Setup", () => {
  const field = (page: Page, label: string): ReturnType<Page["getByRole"]> =>
    page.getByRole("textbox", { name: label, exact: true });
  const readField = (page: Page, label: string): Promise<string> => field(page, label).inputValue();

  it("Setup shows the room's settings, and updates them when another person saves", async () => {
    const one = await open(here.server.http);
    const link = await controlLink(one);
    const two = await open(link.href);
    await one.getByRole("button", { name: "Setup", exact: true }).click();
    await two.getByRole("button", { name: "Setup", exact: true }).click();
    await expect.poll(() => readField(one, "Work")).toBe("25");
    await two.getByRole("button", { name: "50 min" }).click();
    await field(two, "Break").fill("1:30");
    await two.getByRole("button", { name: "One tomato fewer" }).click();
    await two.getByRole("button", { name: "Save" }).click();
    await expect.poll(() => readField(one, "Work")).toBe("50");
    await expect.poll(() => readField(one, "Break")).toBe("1:30");
    await one.getByText("3 tomatoes, then a long break").waitFor();
  });

  it("Setup does not change fields that a person has edited, and says who changed the room meanwhile", async () => {
    const one = await open(here.server.http);
    const link = await controlLink(one);
    await one.getByRole("button", { name: "Setup", exact: true }).click();
    await field(one, "Work").fill("1");
    await field(one, "Break").focus();
    await act(here.server, link, { action: "setup", work_duration: 1234, name: "Ada" });
    await one.getByText("Changed meanwhile by Ada").waitFor();
    expect(await readField(one, "Work")).toBe("1");
    // A person who changes something else is not named.
    await act(here.server, link, { action: "press", name: "Bo" });
    await tomato(one, "Work").waitFor({ state: "attached" });
    await one.getByText("Changed meanwhile by Ada").waitFor();
    await act(here.server, link, { action: "undo", name: "Bo" });
    await one.getByRole("button", { name: "Show theirs" }).click();
    await expect.poll(() => readField(one, "Work")).toBe("20:34");
  });

  it("Setup asks while a period runs whether to start over or to apply from the next period", async () => {
    const page = await open(here.server.http);
    await controlLink(page);
    await page.getByText("Press to start working").waitFor(); // a press needs a connection
    await tomato(page, "Press Me!").click();
    await tomato(page, "Work").waitFor();
    await page.getByRole("button", { name: "Setup", exact: true }).click();
    await field(page, "Work").fill("a while");
    await page.getByRole("button", { name: "Save" }).click();
    expect(await field(page, "Work").evaluate((one: HTMLInputElement) => one.validationMessage)).toContain(
      "Type minutes",
    );
    await field(page, "Work").fill("1");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "From the next period" }).click();
    await tomato(page, "Work").waitFor();
    await page.getByRole("button", { name: "Setup", exact: true }).click();
    expect(await readField(page, "Work")).toBe("1");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Start over for everyone" }).click();
    await tomato(page, "Press Me!").waitFor();
  });
});

describe("Share", () => {
  it("Share explains both links and copies the one that is chosen", async () => {
    const page = await open(here.server.http, {
      ...DESKTOP,
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const link = await controlLink(page);
    await page.getByRole("button", { name: "Share" }).click();
    await page.getByText("Whoever has it sees the tomato and can press it").waitFor();
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link.href);
    await page.getByRole("button", { name: "Watch link" }).click();
    await page.getByText("sees everything and can press nothing").waitFor();
    await page.getByRole("button", { name: "Copy" }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(watchLinkOf(link));
  });
});

describe("the state of the connection", () => {
  it("a page whose server is gone says so, refuses a press with a reason, and reconnects by itself", async () => {
    const own = await startServer();
    try {
      const page = await open(own.http);
      await controlLink(page);
      await tomato(page, "Press Me!").waitFor();
      await waitForPeople(page, 1);
      await own.crash();
      await page.getByText("Reconnecting").waitFor();
      await tomato(page, "Press Me!").click();
      await page.getByText("Not connected: your press was not sent").waitFor();
      await own.restart();
      await page.getByText("Reconnecting").waitFor({ state: "detached" });
      await tomato(page, "Press Me!").waitFor();
      await tomato(page, "Press Me!").click();
      await tomato(page, "Work").waitFor();
    } finally {
      await own.dispose();
    }
  });
});
