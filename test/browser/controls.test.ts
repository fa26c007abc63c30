import { describe, expect, it } from "vitest";
import { PHONE, tomato } from "../harness/browser";
import { act, controlLink, setUpBrowser } from "../harness/browser-setup";

const here = setUpBrowser();

describe("Skip and Reset", () => {
  it("want a long press; a short one says so and changes nothing; anyone can undo it", async () => {
    const one = await here.open(here.server.http);
    const link = await controlLink(one);
    const two = await here.open(link.href, PHONE);
    await tomato(one, "Press Me!").click();
    await tomato(two, "Work").waitFor();

    await one.getByRole("button", { name: "Skip" }).click(); // too short
    await one.getByText("Keep it pressed a moment longer").waitFor();
    await tomato(one, "Work").waitFor();

    await one.getByRole("button", { name: "Skip" }).hover();
    await one.mouse.down();
    await tomato(two, "Break time").waitFor(); // while it is still held
    await one.mouse.up();
    await two.getByRole("button", { name: "Undo" }).click();
    await tomato(one, "Work").waitFor();

    await one.getByRole("button", { name: "Reset" }).hover();
    await one.mouse.down();
    await tomato(two, "Press Me!").waitFor();
    await one.mouse.up();
    await tomato(one, "Press Me!").waitFor();
  });

  it("are taken back by nobody after ten seconds: the offer goes by itself", async () => {
    const page = await here.open(here.server.http);
    const link = await controlLink(page);
    await act(here.server, link, { action: "press" });
    const undo = page.getByRole("button", { name: "Undo" });
    await undo.waitFor();
    await undo.waitFor({ state: "detached", timeout: 15_000 });
    await tomato(page, "Work").waitFor();
  });
});

describe("an alarm that has outlasted the break", () => {
  it("offers to start working as an equal choice, in one tap", async () => {
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
  it("is added for everyone, and everyone sees who did it", async () => {
    const one = await here.open(here.server.http);
    const link = await controlLink(one);
    await tomato(one, "Press Me!").click();
    await act(here.server, link, { action: "extend", seconds: 300, name: "Kim" });
    await one.getByText("Kim added time").waitFor();
    await expect.poll(() => one.locator("[data-tomato] text").last().textContent()).toMatch(/^29:|^30:/);
  });
});
