import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { DESKTOP, PHONE, tomato } from "../harness/browser";
import { connect } from "../harness/client";
import { startServer } from "../harness/server";
import { act, controlLink, keyIn, roomIn, setUpBrowser, watchLinkOf } from "../harness/browser-setup";

const here = setUpBrowser();
const { open } = here;

/** Every one of them sees this state. */
const all = (pages: Page[], message: string): Promise<void[]> =>
  Promise.all(pages.map((page) => tomato(page, message).waitFor({ timeout: 10_000 })));

describe("one tomato, several browsers", () => {
  it("makes a private room at the first visit, and its address is the control link", async () => {
    const page = await open(here.server.http);
    await controlLink(page);
    await tomato(page, "Press Me!").waitFor();
  });

  it("comes back to the same room when the app is opened again", async () => {
    const page = await open(here.server.http);
    const link = await controlLink(page);
    await page.goto(here.server.http);
    expect((await controlLink(page)).href).toBe(link.href);
  });

  it("goes through a whole series on a phone, a desktop that reloads and a watcher, all in step", async () => {
    const phone = await open(here.server.http, PHONE);
    const link = await controlLink(phone);
    const desktop = await open(link.href);
    const watcher = await open(watchLinkOf(link));
    const pages = [phone, desktop, watcher];
    await all(pages, "Press Me!");

    // a stranger's program sets the shortest series there is
    const script = await connect(here.server.socket(roomIn(link)));
    script.send({ action: "join", key: keyIn(link) });
    script.send({ action: "setup", work_duration: 2, break_duration: 2, number_cycles: 1 });

    await tomato(phone, "Press Me!").click();
    await all(pages, "Work");
    await all(pages, "Break time");
    await tomato(desktop, "Break time").click();
    await all(pages, "Short Break");
    await desktop.reload();
    await all(pages, "Back to work");
    await tomato(desktop, "Back to work").click();
    await all(pages, "Work");
    await all(pages, "Break time");
    await tomato(phone, "Break time").click();
    await all(pages, "Long break time");
    await tomato(desktop, "Long break time").click();
    await all(pages, "Press Me!");
    script.close();
  });

  it("lets a watcher see everything and press nothing, and says why", async () => {
    const control = await open(here.server.http);
    const link = await controlLink(control);
    const watcher = await open(watchLinkOf(link), PHONE);
    await tomato(watcher, "Press Me!").waitFor();
    await watcher.getByText("Watching", { exact: true }).waitFor();
    await tomato(watcher, "Press Me!").click();
    await watcher.getByText("Only somebody with the control link can press").waitFor();
    expect(await watcher.getByRole("button", { name: "Pause" }).count()).toBe(0);
    await tomato(control, "Press Me!").click();
    await tomato(watcher, "Work").waitFor();
    const room = await fetch(here.server.room(roomIn(link)));
    expect(await room.json()).toMatchObject({ state: 1, rev: 1 });
  });

  it("lets everyone who knows the name press in an open room", async () => {
    const [one, two] = [
      await open(`${here.server.http}/r/our-kitchen`),
      await open(`${here.server.http}/r/our-kitchen`, PHONE),
    ];
    await tomato(two, "Press Me!").click();
    await tomato(one, "Work").waitFor();
  });

  it("counts the people in the room and names them", async () => {
    const one = await open(here.server.http);
    const link = await controlLink(one);
    const two = await open(link.href, PHONE);
    await one.getByText("2 people here").waitFor({ state: "attached" });
    await two.getByRole("button", { name: "People" }).click();
    await two.getByLabel("Your name").fill("Kim");
    await two.getByRole("button", { name: "Save", exact: true }).click();
    await one.getByRole("button", { name: "People" }).click();
    await one.getByText("Kim", { exact: true }).waitFor();
    await two.keyboard.press("Escape");
    await tomato(two, "Press Me!").click();
    await one.getByText("Kim started the work").waitFor({ state: "attached" });
  });
});

describe("Setup", () => {
  const choice = (page: Page, label: string): ReturnType<Page["getByRole"]> =>
    page.getByRole("combobox", { name: label, exact: true });
  const select = (page: Page, label: string): Promise<string> => choice(page, label).inputValue();

  it("is filled with the room's setup, and refilled when somebody else saves", async () => {
    const one = await open(here.server.http);
    const link = await controlLink(one);
    const two = await open(link.href);
    await one.getByRole("button", { name: "Setup" }).click();
    await two.getByRole("button", { name: "Setup" }).click();
    await expect.poll(() => select(one, "Work")).toBe("1500");
    await choice(two, "Work").selectOption({ label: "50 min" });
    await choice(two, "Break").selectOption("600");
    await choice(two, "Cycles").selectOption("2");
    await two.getByRole("button", { name: "Save" }).click();
    await expect.poll(() => select(one, "Work")).toBe("3000");
    await expect.poll(() => select(one, "Break")).toBe("600");
    await expect.poll(() => select(one, "Cycles")).toBe("2");
  });

  it("never changes a field under a person's fingers, and says who changed the room meanwhile", async () => {
    const one = await open(here.server.http);
    const link = await controlLink(one);
    await one.getByRole("button", { name: "Setup" }).click();
    await choice(one, "Work").selectOption("60");
    await act(here.server, link, { action: "setup", work_duration: 1234, name: "Ada" });
    await one.getByText("Changed meanwhile by Ada").waitFor();
    expect(await select(one, "Work")).toBe("60");
    // Whoever changes something else is not named for it.
    await act(here.server, link, { action: "press", name: "Bo" });
    await tomato(one, "Work").waitFor({ state: "attached" });
    await one.getByText("Changed meanwhile by Ada").waitFor();
    await act(here.server, link, { action: "undo", name: "Bo" });
    await one.getByRole("button", { name: "Show theirs" }).click();
    await expect.poll(() => select(one, "Work")).toBe("1234");
  });

  it("asks, while a period runs, whether to start over or to wait for the next period", async () => {
    const page = await open(here.server.http);
    await controlLink(page);
    await tomato(page, "Press Me!").click();
    await page.getByRole("button", { name: "Setup" }).click();
    await choice(page, "Work").selectOption("60");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "From the next period" }).click();
    await tomato(page, "Work").waitFor();
    await page.getByRole("button", { name: "Setup" }).click();
    expect(await select(page, "Work")).toBe("60");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Start over for everyone" }).click();
    await tomato(page, "Press Me!").waitFor();
  });
});

describe("Share", () => {
  it("gives both links with plain words, copies the one chosen, and what was copied opens the room", async () => {
    const page = await open(here.server.http, {
      ...DESKTOP,
      permissions: ["clipboard-read", "clipboard-write"],
    });
    const link = await controlLink(page);
    await page.getByRole("button", { name: "Share" }).click();
    await page.getByText("Whoever has it sees the tomato and can press it").waitFor();
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByText("Copied").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link.href);
    await page.getByRole("button", { name: "Watch link" }).click();
    await page.getByText("sees everything and can press nothing").waitFor();
    await page.getByRole("button", { name: "Copy" }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(watchLinkOf(link));
  });
});

describe("the state of the connection", () => {
  it("says so when the server is gone, refuses a press with a reason, and finds back by itself", async () => {
    const own = await startServer();
    try {
      const page = await open(own.http);
      await controlLink(page);
      await tomato(page, "Press Me!").waitFor();
      await page.getByText("1 person here").waitFor({ state: "attached" });
      await own.killWorkerd();
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
