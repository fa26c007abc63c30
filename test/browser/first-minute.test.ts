/** What somebody sees who is here for the first time, alone and with others. */
import { expect, it } from "vitest";
import { DESKTOP, PHONE, SMALL_PHONE, tomato } from "../harness/browser";
import { act, controlLink, setUpBrowser, watchLinkOf } from "../harness/browser-setup";
import { waitForPeople } from "../harness/room-page";

const here = setUpBrowser();
const drawn = (text: string) => `[data-tomato] text:text-is("${text}")`;

it("before the first press the screen says how long work and break will be, and asks for no name", async () => {
  const page = await here.open(here.server.http, PHONE);
  const link = await controlLink(page);
  await page.locator(drawn("25:00")).waitFor();
  await page.getByText("Press to start working, then 5 min of break").waitFor();
  await act(here.server, link, { action: "setup", work_duration: 3000, break_duration: 600 });
  await page.locator(drawn("50:00")).waitFor();
  await page.getByText("Press to start working, then 10 min of break").waitFor();
  expect(await page.getByRole("button", { name: "Add your name" }).count()).toBe(0);
});

it("after the first press an invitation comes once for this device and room, and a tap leads where it says", async () => {
  const page = await here.open(here.server.http, PHONE);
  await controlLink(page);
  await tomato(page, "Press Me!").click();
  const invitation = page.getByRole("group", { name: "For working together" });
  await invitation.getByRole("button", { name: "Invite someone" }).waitFor();
  const box = await invitation.boundingBox();
  const plate = await page.locator("[data-tomato]").boundingBox();
  expect(box?.y).toBeGreaterThan((plate?.y ?? Infinity) + (plate?.height ?? 0));
  await page.getByText(/^Work ends at /).waitFor(); // it takes the place of nothing
  await invitation.getByRole("button", { name: "Add your name" }).click();
  await page.getByRole("dialog", { name: "People" }).getByLabel("Your name").fill("Ada");
  await page.getByRole("dialog", { name: "People" }).getByLabel("Your name").press("Enter");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });

  await page.reload();
  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByRole("button", { name: "Undo pause" }).waitFor();
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => /Invite-/.test(name)),
  );
  await expect.poll(() => invitation.count()).toBe(0);
});

it("who only watches reads Ready and for whom the room waits", async () => {
  const page = await here.open(here.server.http, DESKTOP);
  const link = await controlLink(page);
  const watcher = await here.open(watchLinkOf(link), PHONE);
  await tomato(watcher, "Ready").waitFor();
  await watcher.getByText("Waiting for somebody with the control link").waitFor();

  await page.getByRole("button", { name: "People", exact: true }).click();
  await page.getByLabel("Your name").fill("Anna");
  await page.getByLabel("Your name").press("Enter");
  await watcher.getByText("Waiting for Anna").waitFor();
});

it("who joins is told for a moment, and Join says what each recent room does", async () => {
  const page = await here.open(here.server.http, DESKTOP);
  const link = await controlLink(page);
  const bob = await here.open(here.server.http, PHONE); // another room at first
  await controlLink(bob);
  await bob.getByRole("button", { name: "People", exact: true }).click();
  await bob.getByLabel("Your name").fill("Bob");
  await bob.getByLabel("Your name").press("Enter");
  await bob.getByText("Saved").waitFor({ state: "attached" });
  await bob.goto(link.href);
  await page.getByRole("status").getByText("Bob joined").waitFor();
  await page.getByRole("status").getByText("Bob joined").waitFor({ state: "detached" });

  await act(here.server, link, { action: "press" });
  await bob.getByRole("button", { name: "Join", exact: true }).click();
  await bob
    .getByRole("dialog", { name: "Join" })
    .getByText(/^Work 2[45]:\d\d$/)
    .waitFor();
});

it("on a small phone the initials of few people take the place of their number, and nothing moves", async () => {
  const page = await here.open(here.server.http, SMALL_PHONE);
  const link = await controlLink(page);
  const button = page.getByRole("button", { name: "People", exact: true });
  const initials = page.locator("header [aria-hidden=true] > [data-role]:visible");
  const before = await button.boundingBox();
  const other = await here.open(link.href, DESKTOP);
  await waitForPeople(page, 2);
  expect(await initials.count()).toBe(0); // nobody has a name
  await other.getByRole("button", { name: "People", exact: true }).click();
  await other.getByLabel("Your name").fill("bob");
  await other.getByLabel("Your name").press("Enter");
  await expect.poll(() => initials.allTextContents()).toEqual(["", "B"]);
  expect(await button.boundingBox()).toEqual(before);
  const [room, first] = await Promise.all([
    page.locator("header p span").first().boundingBox(),
    initials.first().boundingBox(),
  ]);
  expect((room?.x ?? Infinity) + (room?.width ?? 0)).toBeLessThan(first?.x ?? 0);
  expect(await page.locator("header :text-is('2'):visible").count()).toBe(0);

  for (const n of [3, 4]) {
    await here.open(link.href, DESKTOP);
    await waitForPeople(page, n);
    await expect.poll(() => initials.count()).toBe(n === 3 ? 3 : 0);
  }
});
