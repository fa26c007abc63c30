import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { tomato } from "../harness/browser";
import { act, controlLink, setUpBrowser } from "../harness/browser-setup";
import { readRoom } from "../harness/room-actions";
import { waitForPeople } from "../harness/room-page";

const here = setUpBrowser();

/** The accessible name or the text of the element that has the focus. */
const focusedName = (page: Page): Promise<string> =>
  page.evaluate(
    () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "",
  );
/** Resolves when the keys work: they load with the controls, after the tomato. */
const waitForKeys = (page: Page): Promise<void> => page.getByRole("button", { name: "Share" }).waitFor();
async function tabTo(page: Page, name: string): Promise<void> {
  for (let i = 0; i < 30; i++) {
    if ((await focusedName(page)).trim().startsWith(name)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab did not reach ${name}`);
}

describe("without a pointer", () => {
  it("a person with only a keyboard can set up, press, pause, skip, undo and finish a whole set", async () => {
    const page = await here.open(here.server.http);
    await controlLink(page);
    await tomato(page, "Press Me!").waitFor();
    await waitForPeople(page, 1);
    await waitForKeys(page);

    await page.keyboard.press(","); // Setup
    await page.getByText("4 tomatoes, then a long break").waitFor();
    await tabTo(page, "One tomato fewer");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.getByText("2 tomatoes, then a long break").waitFor();
    await tabTo(page, "Save");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });

    await page.keyboard.press("Space");
    await tomato(page, "Work").waitFor();
    // Skip by keyboard needs a confirmation.
    await tabTo(page, "Skip");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Skip for everyone" }).waitFor();
    await page.keyboard.press("Enter");
    await tomato(page, "Break time").waitFor();
    await tabTo(page, "Undo");
    await page.keyboard.press("Enter");
    await tomato(page, "Work").waitFor();
    await tabTo(page, "Skip");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Skip for everyone" }).waitFor();
    await page.keyboard.press("Enter");
    await tomato(page, "Break time").waitFor();

    await tabTo(page, "Break time");
    await page.keyboard.press("Enter");
    await tomato(page, "Short Break").waitFor();
    await tabTo(page, "Pause");
    await page.keyboard.press("Space");
    await tomato(page, "Short Break, Paused").waitFor();
    await tabTo(page, "Short Break");
    await page.keyboard.press("Space");
    await expect.poll(() => page.getByRole("button", { name: "Pause", exact: true }).count()).toBe(1);
    for (const state of ["Back to work", "Work", "Break time", "Long break time"]) {
      if (state === "Back to work" || state === "Break time") {
        await tabTo(page, "Skip");
        await page.keyboard.press("Enter");
        await page.getByRole("button", { name: "Skip for everyone" }).waitFor();
        await page.keyboard.press("Enter");
      } else {
        await tabTo(page, state === "Work" ? "Back to work" : "Break time");
        await page.keyboard.press("Enter");
      }
      await tomato(page, state).waitFor();
    }
    await tabTo(page, "Long break time");
    await page.keyboard.press("Enter");
    await tomato(page, "Press Me!").waitFor();
  });

  it("single-letter keys open sheets, Escape closes them and returns the focus, and the keys can be turned off", async () => {
    const page = await here.open(here.server.http);
    await controlLink(page);
    await waitForKeys(page);
    for (const [key, name] of [
      ["s", "Share"],
      ["?", "Keys"],
      [",", "Setup"],
    ] as const) {
      await page.keyboard.press(key);
      await page.getByRole("dialog", { name }).waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
    const opener = page.getByRole("button", { name: "This device" });
    await opener.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("checkbox", { name: /Single-letter keys/ }).uncheck();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await expect.poll(() => focusedName(page)).toContain("This device");
    await page.keyboard.press("s");
    await page.keyboard.press("Tab");
    expect(await page.getByRole("dialog").count()).toBe(0);
  });

  it("a sheet that opens right after another has closed stays open, and the back button closes it", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    await waitForKeys(page);
    await page.keyboard.press("s");
    await page.getByRole("dialog", { name: "Share" }).waitFor();
    await page.evaluate(() => {
      addEventListener("popstate", () => Object.assign(globalThis, { popped: true }));
      document.querySelector("dialog")?.dispatchEvent(new Event("cancel", { cancelable: true }));
      dispatchEvent(new KeyboardEvent("keydown", { key: "," }));
    });
    await page.waitForFunction(() => "popped" in globalThis); // the first sheet has finished closing
    await page.getByRole("dialog", { name: "Setup", exact: true }).waitFor();
    await page.goBack();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(page.url()).toBe(link.href);
  });

  it("the back button closes a sheet and stays in the room", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    await page.getByRole("button", { name: "Share" }).click();
    await page.getByRole("dialog", { name: "Share" }).waitFor();
    await page.goBack();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(page.url()).toBe(link.href);
  });
});

/** Presses a key and keeps it down, with the repeats that a keyboard sends meanwhile. */
async function hold(page: Page, key: string): Promise<void> {
  for (let i = 0; i < 12; i++) await page.keyboard.down(key);
  await page.keyboard.up(key);
}

describe("a key that is held down", () => {
  it("Enter that is held on Skip only opens the confirmation, and held on +5 min it adds five minutes once", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    await act(here.server, link, { action: "press" });
    await page.getByRole("button", { name: "Skip", exact: true }).focus();
    await hold(page, "Enter");
    await page.getByRole("button", { name: "Skip for everyone" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const more = page.getByRole("button", { name: "+5 min" });
    await more.focus();
    await hold(page, "Enter");
    await expect.poll(async () => (await readRoom(here.server, link)).rev).toBe(2);
    await more.focus();
    await hold(page, "Space");
    await expect.poll(async () => (await readRoom(here.server, link)).rev).toBe(3);
    await page.getByRole("button", { name: "Pause", exact: true }).press("Enter"); // arrives after everything that was sent
    await expect.poll(async () => (await readRoom(here.server, link)).rev).toBe(4);
  });

  it("Enter that is held presses the tomato once", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    await act(here.server, link, { action: "setup", number_cycles: 1 });
    for (const action of ["press", "skip", "press", "skip", "press", "skip", "press"])
      await act(here.server, link, { action });
    await tomato(page, "Long break time").waitFor();
    await page.locator("body").focus();
    await hold(page, "Enter");
    await tomato(page, "Press Me!").waitFor();
    await act(here.server, link, { action: "setup" }); // arrives after everything that was sent
    expect(await readRoom(here.server, link)).toMatchObject({ state: 0 });
  });

  it("Escape that is held closes only the question over a sheet, and the sheet stays", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    await act(here.server, link, { action: "press" });
    await page.getByRole("button", { name: "Setup", exact: true }).click();
    await page.getByRole("button", { name: "Save" }).press("Enter");
    const question = page.getByRole("button", { name: "Cancel" });
    await question.waitFor();
    await hold(page, "Escape");
    await question.waitFor({ state: "detached" });
    await page.getByRole("dialog", { name: "Setup", exact: true }).waitFor();
  });

  it("Space that went down before a question appeared does not answer it when it comes up", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    await act(here.server, link, { action: "press" });
    await page.getByRole("button", { name: "+1 min" }).focus();
    await page.keyboard.down("Space");
    await page
      .getByRole("button", { name: "Skip", exact: true })
      .evaluate((skip: HTMLElement) => skip.click());
    await page.getByRole("button", { name: "Skip for everyone" }).waitFor();
    await page.keyboard.up("Space");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await readRoom(here.server, link)).toMatchObject({ state: 1, rev: 1 });
  });

  it("Space after a click on +5 min presses the tomato and moves the focus there, because the click shows no focus", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    await act(here.server, link, { action: "press" });
    await page.getByRole("button", { name: "+5 min" }).click();
    await act(here.server, link, { action: "skip" });
    await tomato(page, "Break time").waitFor();
    await page.keyboard.press("Space");
    await tomato(page, "Short Break").waitFor();
    expect(await focusedName(page)).toBe("Short Break");
    await page.getByRole("button", { name: "+5 min" }).focus();
    await page.keyboard.press("Space"); // the focus is shown there
    await expect.poll(async () => (await readRoom(here.server, link)).rev).toBe(5);
  });
});
