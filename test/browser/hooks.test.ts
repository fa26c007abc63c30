/** The services that a room tells, in the sheet Share: they are added, tested and removed there, by controllers alone. */
import type { Locator, Page } from "playwright-core";
import { Webhook } from "standardwebhooks";
import { afterAll, expect, test } from "vitest";
import { findAxeViolations } from "../harness/axe";
import { SMALL_PHONE } from "../harness/browser";
import { controlLink, roomIn, setUpBrowser, watchLinkOf } from "../harness/browser-setup";
import { HookReceiver } from "../harness/fakes/hook-receiver";
import { respondStatus } from "../harness/fakes/push-device";
import { findOverflow } from "../harness/overflow";

const receiver = await HookReceiver.start();
// A refused address is no fault of the page, and Chromium writes it to its console.
const here = setUpBrowser({ env: { HOOK_ORIGINS: receiver.origin }, expectedErrors: /status of 400/ });
afterAll(() => receiver.dispose());

async function openShare(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  const sheet = page.getByRole("dialog", { name: "Share" });
  await sheet.getByRole("button", { name: /^(?:New room|Start a private room)$/ }).waitFor();
  return sheet;
}

test("a controller adds a service, tests it, removes it, and is told what is wrong with an address", async () => {
  const page = await here.open(here.server.http, SMALL_PHONE);
  const link = await controlLink(page);
  const sheet = await openShare(page);
  await sheet.getByRole("button", { name: "Tell another service" }).click();
  const part = sheet.getByRole("region", { name: "Other services" });
  const address = part.getByLabel("Address");
  await part.getByLabel("Service").selectOption({ label: "A program of your own" });
  const add = part.getByRole("button", { name: "Add" });
  for (const [text, problem] of [
    ["kitchen", "This is no address. It begins with https://"],
    ["http://example.org/hook", "The address has to begin with https://, so that nobody reads along."],
    ["https://192.168.1.10/hook", /in a home or office network/],
  ] as const) {
    await address.fill(text);
    await add.click();
    await part.getByRole("alert").getByText(problem).waitFor();
  }
  expect(await findAxeViolations(page)).toEqual([]);
  expect(await findOverflow(page)).toEqual([]);

  const url = receiver.address("/services/private-part", respondStatus(410));
  await address.fill(url);
  await part.getByLabel("A break ends").uncheck();
  await add.click();
  const secret = await part.getByLabel("Secret").inputValue();
  const card = part.getByRole("listitem");
  await card.getByText(`${new URL(receiver.origin).host}/…part`).waitFor();
  await card.getByText("Work begins · Work ends · The long break begins").waitFor();
  expect(await sheet.innerText()).not.toContain("private-part");

  await card.getByRole("button", { name: "Test" }).click();
  await card.getByText(/^Answered 410 after/).waitFor();
  await card
    .getByText("Switched off, because the service says that this address no longer exists.")
    .waitFor();
  await card.getByRole("button", { name: "Test" }).click();
  await card.getByText(/^Answered 204 after/).waitFor();
  expect(await card.getByText(/Switched off/).count()).toBe(0);
  const [, { body, headers }] = receiver.requestsTo("/services/private-part") as [
    unknown,
    { body: string; headers: object },
  ];
  expect(new Webhook(secret).verify(body, { ...headers })).toMatchObject({
    type: "test",
    room: roomIn(link),
  });
  expect(await findAxeViolations(page)).toEqual([]);
  expect(await findOverflow(page)).toEqual([]);

  // The secret is shown once: whoever opens the sheet again sees the service without it.
  await page.keyboard.press("Escape");
  await openShare(page);
  await sheet.getByRole("button", { name: "Tell another service" }).click();
  await card.getByText(/^Answered 204 after/).waitFor();
  expect(await part.getByLabel("Secret").count()).toBe(0);
  await card.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await card.waitFor({ state: "detached" });

  // With the watch link there is no such button.
  const watcher = await openShare(await here.open(watchLinkOf(link)));
  expect(await watcher.getByRole("button", { name: "Tell another service" }).count()).toBe(0);
});
