import { describe, expect, it } from "vitest";
import { PHONE, tomato } from "../harness/browser";
import { act, controlLink, setUpBrowser } from "../harness/browser-setup";

const here = setUpBrowser();

describe("Skip and Reset", () => {
  it("Skip and Reset need a long press, a short press only explains that, and anybody can undo a skip", async () => {
    const one = await here.open(here.server.http);
    const link = await controlLink(one);
    const two = await here.open(link.href, PHONE);
    await tomato(one, "Press Me!").click();
    await tomato(two, "Work").waitFor();

    await one.getByRole("button", { name: "Skip" }).click(); // a click is shorter than a long press
    await one.getByText("Keep it pressed a moment longer").waitFor();
    await tomato(one, "Work").waitFor();

    await one.getByRole("button", { name: "Skip" }).hover();
    await one.mouse.down();
    await tomato(two, "Break time").waitFor(); // the pointer is still down
    await one.mouse.up();
    await two.getByRole("button", { name: "Undo" }).click();
    await tomato(one, "Work").waitFor();

    await one.getByRole("button", { name: "Reset" }).hover();
    await one.mouse.down();
    await tomato(two, "Press Me!").waitFor();
    await one.mouse.up();
    await tomato(one, "Press Me!").waitFor();
  });

  it("the Undo button disappears 10 seconds after the action", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    await act(here.server, link, { action: "press" });
    const undo = page.getByRole("button", { name: "Undo" });
    await undo.waitFor();
    await undo.waitFor({ state: "detached", timeout: 15_000 });
    await tomato(page, "Work").waitFor();
  });
});

describe("an alarm that has lasted longer than the break", () => {
  it("an alarm that has lasted longer than the break offers to start the next work with one tap", async () => {
    const page = await here.open(here.server.http, PHONE);
    const link = await controlLink(page);
    await act(here.server, link, { action: "setup", work_duration: 1, break_duration: 1 });
    await tomato(page, "Press Me!").click();
    await tomato(page, "Break time").waitFor();
    await page.getByRole("button", { name: "Start work" }).click();
    await tomato(page, "Work").waitFor();
  });
});

describe("more time", () => {
  it("added time shows on every device, with the name of the person who added it", async () => {
    const one = await here.open(here.server.http);
    const link = await controlLink(one);
    await tomato(one, "Press Me!").click();
    await act(here.server, link, { action: "extend", seconds: 300, name: "Kim" });
    await one.getByText("Kim added time").waitFor();
    await expect.poll(() => one.locator("[data-tomato] text").last().textContent()).toMatch(/^29:|^30:/);
  });
});
